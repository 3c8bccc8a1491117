#include "check/verify.hpp"

#include <doctest/doctest.h>

#include "apphost/apphost.hpp"
#include "mapping/mapping.hpp"

using namespace fcgi6to7;

namespace {

// The codes that verify finds in a config with this content, in order.
std::string codes(const std::string& content) {
  Diagnostics diagnostics;
  const SourceText xml(
      "a.config",
      "<configuration><configSections><sectionGroup name=\"system.webServer\">"
      "<section name=\"fastCgi\" /><section name=\"handlers\" /></sectionGroup></configSections>" +
          content + "</configuration>");
  const auto tree = read_elements(xml, diagnostics);
  const auto mapping = load_mapping({}, diagnostics);
  REQUIRE(tree);
  REQUIRE(mapping);
  verify_config(xml, tree->root, *mapping->find_target("8.0"), *mapping, diagnostics);
  std::string all;
  for (const Diagnostic& finding : diagnostics.all()) all += finding.code + " ";
  return all;
}

const std::string add = "<add name=\"A\" path=\"*.a\" verb=\"*\" />";

std::string two_levels(const std::string& lower) {
  return "<system.webServer><handlers>" + add + "</handlers></system.webServer>" +
         "<location path=\"S/app\"><system.webServer><handlers>" + lower +
         "</handlers></system.webServer></location>";
}

}  // namespace

TEST_CASE("a name of an upper level is free again after remove and clear") {
  CHECK(codes(two_levels(add)) == "VER005 ");
  CHECK(codes(two_levels("<remove name=\"A\" />" + add)).empty());
  CHECK(codes(two_levels("<clear />" + add)).empty());
  CHECK(codes(two_levels("<remove name=\"a\" />" + add)) == "VER005 ");
}

TEST_CASE("environment variables stand in one element, each name once without case") {
  const auto application = [](const std::string& inside) {
    return "<system.webServer><fastCgi><application fullPath=\"x\">" + inside +
           "</application></fastCgi></system.webServer>";
  };
  const std::string element = "<environmentVariables />";
  CHECK(codes(application(element)).empty());
  CHECK(codes(application(element + element)) == "VER001 ");
  CHECK(codes(application(
            "<environmentVariables><environmentVariable name=\"A\" value=\"1\" />"
            "<environmentVariable name=\"a\" value=\"2\" /></environmentVariables>")) == "VER005 ");
}
