#include "fcgiext/bindings.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

namespace {

Scope scope_of(const char* key) {
  const BindingKey read = read_binding_key(key);
  Binding binding;
  binding.extension = read.extension;
  binding.site_id = read.site_id;
  binding.application = read.application;
  return binding.scope();
}

}  // namespace

TEST_CASE("the seven forms of the official sample are read, each with its scope") {
  CHECK(scope_of("abc") == Scope::extension);
  CHECK(scope_of("def:/lm/w3svc/1701187997/root/app1") == Scope::extension_in_application);
  CHECK(scope_of("*:/lm/w3svc/1701187997/root/app1") == Scope::any_in_application);
  CHECK(scope_of("def:1701187997") == Scope::extension_in_site);
  CHECK(scope_of("*:1701187997") == Scope::any_in_site);
  CHECK(scope_of("def") == Scope::extension);
  CHECK(scope_of("*") == Scope::any);
  CHECK(Scope::extension_in_application < Scope::any_in_application);
  CHECK(Scope::any_in_application < Scope::extension_in_site);
  CHECK(Scope::extension_in_site < Scope::any_in_site);
  CHECK(Scope::any_in_site < Scope::extension);
  CHECK(Scope::extension < Scope::any);
}

TEST_CASE("an application path is read in every form that Microsoft's tools write") {
  for (const char* text : {"php:/lm/w3svc/1/root/my app/sub", "PHP:LM/W3SVC/1/ROOT/my app/sub",
                           "php:/W3SVC/1/ROOT/my app/sub/", "php : /LM//W3svc/1/Root/my app/sub"}) {
    const BindingKey key = read_binding_key(text);
    CAPTURE(text);
    CHECK(key.problem.empty());
    CHECK(key.site_id == "1");
    CHECK(key.application == "/my app/sub");
  }
  CHECK(read_binding_key("php:/W3SVC/12/ROOT").application == "/");
  CHECK(read_binding_key("php:/W3SVC/12/ROOT/").application == "/");
}

TEST_CASE("the path that fcgiconfig.js misspells is named, with the right form in the hint") {
  const BindingKey key = read_binding_key("php:/W3SVC/1/APP1ROOT");
  CHECK(key.problem.find("no ROOT") != std::string::npos);
  CHECK(key.hint.find("php:/LM/W3SVC/1/ROOT/") != std::string::npos);
  CHECK_FALSE(key.application);
}

TEST_CASE("keys that match no request say why") {
  for (const char* text :
       {"", ":1", ".php", ".php:1", "php:", "php:abc", "php:-1", "php:1.5", "php:/w3svc/x/root",
        "php:/w3svc", "php:/other/1/root", "p\x01p", "php:/lm/w3svc/1/root/\x02"}) {
    const BindingKey key = read_binding_key(text);
    CAPTURE(text);
    CHECK_FALSE(key.problem.empty());
    CHECK_FALSE(key.hint.empty());
    CHECK_FALSE(key.site_id);
  }
}

TEST_CASE("an extension may hold any letter that is no colon") {
  CHECK(read_binding_key("php 5").extension == "php 5");
  CHECK(read_binding_key("日本:3").extension == "日本");
  CHECK(read_binding_key("日本:3").site_id == "3");
}
