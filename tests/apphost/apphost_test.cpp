#include "apphost/apphost.hpp"

#include "support/migration.hpp"
#include "support/shared_files.hpp"
#include "text/encoding.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

std::optional<AppHost> read(const std::string& xml, Diagnostics& diagnostics) {
  static std::deque<SourceText> texts;  // what is read has views of them
  return read_apphost(texts.emplace_back("applicationHost.config", xml), diagnostics);
}

AppHost read(const std::string& xml) {
  Diagnostics diagnostics;
  auto host = read(xml, diagnostics);
  REQUIRE(host);
  CHECK(diagnostics.all().empty());
  return std::move(*host);
}

std::string group(const std::string& sections) {
  return "<system.webServer>" + sections + "</system.webServer>";
}

}  // namespace

TEST_CASE("a location without path, with an empty one, a dot or slashes is the server") {
  for (const char* location :
       {"<location>", "<location path=\"\">", "<location path=\".\">", "<location path='/'>"}) {
    const AppHost host = read("<configuration>" + std::string(location) + group("<fastCgi/>") +
                              "</location></configuration>");
    CAPTURE(location);
    REQUIRE(host.groups.size() == 1);
    CHECK(host.groups[0].level.empty());
    CHECK(host.groups[0].location == 0);
    CHECK(host.find("fastCgi", "").size() == 1);
  }
  const AppHost top = read("<configuration>" + group("<fastCgi/>") + "</configuration>");
  CHECK_FALSE(top.groups.at(0).location);
}

TEST_CASE("levels are kept as written and found without case") {
  const AppHost host = read(
      "<configuration><location path=\"Default Web Site/App/\" overrideMode=\"Allow\" "
      "inheritInChildApplications=\"false\">" +
      group("<handlers accessPolicy=\"Read\"/>") +
      "</location><location path=\"Other\" allowOverride=\"false\"/></configuration>");
  REQUIRE(host.locations.size() == 2);
  CHECK(host.locations[0].level == "Default Web Site/App");
  CHECK_FALSE(host.locations[0].inherits_to_children);
  CHECK(host.locations[0].override_mode == "Allow");
  CHECK(host.locations[1].override_mode == "Deny");
  REQUIRE(host.find("handlers", "DEFAULT web site/aPP").size() == 1);
  CHECK(host.find("handlers", "Default Web Site").empty());
  CHECK(host.find("handlers", "Default Web Site/App")[0]->element.value("accessPolicy") == "Read");
}

TEST_CASE("a location in a location is no level, and one in a section neither") {
  const AppHost host =
      read("<configuration><location path=\"A\"><location path=\"B\">" + group("<fastCgi/>") +
           "</location></location>" + "<x><location path=\"C\"/></x></configuration>");
  CHECK(host.locations.size() == 1);
  CHECK(host.sections.empty());
}

TEST_CASE("several groups at one level are all seen, repeated sections too") {
  const AppHost host =
      read("<configuration>" + group("<handlers/>") + group("<fastCgi/>") + "<location path=\"\">" +
           group("<fastCgi/>") + "</location></configuration>");
  CHECK(host.groups.size() == 3);
  CHECK(host.find("fastCgi", "").size() == 2);
  CHECK(host.find("handlers", "").size() == 1);
}

TEST_CASE("markup in comments is no section") {
  const AppHost host =
      read("<!-- <location path=\"x\"> <fastCgi> --><configuration><!-- " + group("<fastCgi/>") +
           " -->" + group("<!-- <fastCgi /> -->") + "</configuration>");
  CHECK(host.sections.empty());
  CHECK(host.groups.size() == 1);
}

TEST_CASE("values are decoded and stand where the bytes say") {
  const std::string xml = "<configuration>" +
                          group(
                              "<fastCgi><application fullPath='C:\\a&amp;b' arguments=\"-d "
                              "&quot;x&quot;&#10;&lt;\"/></fastCgi>") +
                          "</configuration>";
  const AppHost host = read(xml);
  const Element& application = host.sections.at(0).element.children.at(0);
  CHECK(application.value("fullPath") == "C:\\a&b");
  CHECK(application.value("arguments") == "-d \"x\"\n<");
  const Span at = application.find("arguments")->value_at;
  CHECK(xml.substr(at.begin, at.size()) == "-d &quot;x&quot;&#10;&lt;");
  CHECK(application.value("absent", "none") == "none");
  CHECK_FALSE(application.find("absent"));
}

TEST_CASE("declared sections carry their path") {
  const AppHost host = read(
      "<configuration><configSections><section name=\"top\"/>"
      "<sectionGroup name=\"system.webServer\"><section name=\"fastCgi\" "
      "allowDefinition=\"AppHostOnly\" overrideModeDefault=\"Deny\" allowLocation=\"false\"/>"
      "<sectionGroup name=\"security\"><section name=\"access\"/></sectionGroup></sectionGroup>"
      "</configSections></configuration>");
  CHECK(host.declared.size() == 3);
  CHECK(host.declared.contains("top"));
  CHECK(host.declared.contains("system.webServer/security/access"));
  CHECK(host.declared.contains("system.webServer/fastCgi"));
}

TEST_CASE("an element named site elsewhere is an element like any other") {
  const AppHost host =
      read("<configuration>" + group("<handlers><site><add name=\"x\"/></site></handlers>") +
           "</configuration>");
  REQUIRE(host.find("handlers", "").size() == 1);
  const Element& handlers = host.find("handlers", "")[0]->element;
  REQUIRE(handlers.children.size() == 1);
  CHECK(handlers.children[0].children.size() == 1);
}

TEST_CASE("sites come with their ids and applications") {
  const AppHost host = read(
      "<configuration><system.applicationHost><sites><siteDefaults/><site name=\"A &amp; B\" "
      "id=\"7\"><application path=\"/\" applicationPool=\"P\"><virtualDirectory path=\"/v\" "
      "physicalPath=\"no\"/><virtualDirectory path=\"/\" physicalPath=\"C:\\w\"/></application>"
      "<application path=\"/app\"/></site></sites></system.applicationHost></configuration>");
  REQUIRE(host.sites.size() == 1);
  CHECK(host.sites[0].name == "A & B");
  CHECK(host.sites[0].id == "7");
  REQUIRE(host.sites[0].applications.size() == 2);
  CHECK(host.sites[0].applications[0].pool == "P");
  CHECK(host.sites[0].applications[0].physical_path == "C:\\w");
  CHECK(host.sites[0].applications[1].physical_path.empty());
}

TEST_CASE("a byte order mark does not shift a place") {
  const Decoded decoded =
      decode("\xEF\xBB\xBF<configuration>\n" + group("<fastCgi/>") + "</configuration>",
             std::nullopt, 65001);
  const AppHost host = read(decoded.text);
  const Tag& tag = host.sections.at(0).element.tag;
  CHECK(decoded.text.substr(tag.begin, tag.end - tag.begin) == "<fastCgi/>");
}

TEST_CASE("an empty file and a root that is no configuration are errors of their own") {
  Diagnostics diagnostics;
  CHECK_FALSE(read("", diagnostics));
  CHECK(one(diagnostics, "CFG007").severity == Severity::error);
  CHECK_FALSE(read("<!-- x -->\n<location path=\"a\"/>", diagnostics));
  CHECK(one(diagnostics, "CFG006").place == Place{2, 1});
  CHECK_FALSE(read("<configuration>", diagnostics));
  CHECK(found(diagnostics, "CFG001").size() == 1);
}

TEST_CASE("every real config is read, or refused for a named reason") {
  for (const auto& path : shared_files("corpus/apphost", ".config")) {
    const Decoded decoded = decode(text_of(path), std::nullopt, 65001);
    Diagnostics diagnostics;
    const auto host = read(decoded.text, diagnostics);
    CAPTURE(path.filename().string());
    CHECK(host.has_value() == diagnostics.all().empty());
    if (!host) continue;
    for (const Section& section : host->sections) {
      const Tag& tag = section.element.tag;
      CHECK(tag_name(decoded.text, tag.begin) == section.name);
    }
  }
}

TEST_CASE("a redirection is followed only when it is on") {
  const auto redirection = [](const char* attributes) {
    return read_redirection("<configuration><configurationRedirection " + std::string(attributes) +
                            "/></configuration>");
  };
  CHECK(redirection("enabled=\"true\" path=\"\\\\farm\\config\"") == "\\\\farm\\config");
  CHECK_FALSE(redirection("enabled=\"false\" path=\"x\""));
  CHECK_FALSE(redirection("path=\"x\""));
  CHECK_FALSE(read_redirection("no xml"));
  CHECK_FALSE(read_redirection("<configuration/>"));
}
