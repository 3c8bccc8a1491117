#include "plan/handler_names.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

namespace {

// A config whose handler mappings have these names.
AppHost host_with(std::initializer_list<std::string_view> names) {
  AppHost host;
  Section section;
  section.name = "handlers";
  for (const std::string_view name : names) {
    Element add;
    add.name = "add";
    add.attributes.push_back({"name", name, {}});
    section.element.children.push_back(std::move(add));
  }
  host.sections.push_back(std::move(section));
  return host;
}

}  // namespace

TEST_CASE("a name tells pool and extension, without blanks and quotes") {
  HandlerNames names(host_with({}));
  CHECK(names.make("PHP", "*.php", "", "") == "FastCGI-PHP-php");
  CHECK(names.make("PHP", "*", "", "") == "FastCGI-PHP-any");
  CHECK(names.make("My \"old\" Bob's", "*.p l", "", "") == "FastCGI-My__old__Bob_s-p_l");
}

TEST_CASE("a name that is taken gets the site and the folder, then numbers") {
  HandlerNames names(host_with({"fastcgi-php-PHP"}));
  CHECK(names.make("PHP", "*.php", "Shop", "7") == "FastCGI-PHP-php-7");
  CHECK(names.make("PHP", "*.php", "Shop/a/b", "7") == "FastCGI-PHP-php-7-a-b");
  CHECK(names.make("PHP", "*.php", "Shop/a/b", "7") == "FastCGI-PHP-php-7-a-b-2");
  CHECK(names.make("PHP", "*.php", "shop/a/B", "7") == "FastCGI-PHP-php-7-a-B-3");
  CHECK(names.make("PHP", "*.php", "", "") == "FastCGI-PHP-php-2");
  CHECK(names.make("php", "*.php", "", "") == "FastCGI-php-php-3");
}

TEST_CASE("numbers that are taken are passed over") {
  HandlerNames names(host_with({"FastCGI-A-x", "FastCGI-A-x-2", "FastCGI-A-x-4"}));
  CHECK(names.make("A", "*.x", "", "") == "FastCGI-A-x-3");
  CHECK(names.make("A", "*.x", "", "") == "FastCGI-A-x-5");
}
