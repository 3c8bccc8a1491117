#include <doctest/doctest.h>

#include <algorithm>

#include "mapping/mapping.hpp"
#include "mapping/tables.hpp"
#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

struct Loaded {
  std::optional<Mapping> mapping;
  Diagnostics diagnostics;
};

// The built-in tables with one file put in another's place.
Loaded load_with(const std::string& name, std::string text) {
  Loaded out;
  const std::vector<SourceText> replacements = {SourceText("my/" + name, std::move(text))};
  out.mapping = load_mapping(replacements, out.diagnostics);
  return out;
}

std::string built_in(std::string_view name) {
  for (const TableFile& table : embedded_tables())
    if (table.name == name) return std::string(table.text);
  return {};
}

// The built-in file with one text in another's place.
std::string built_in_with(std::string_view name, std::string_view from, std::string_view to) {
  const std::string text = built_in(name);
  REQUIRE(text.find(from) != std::string::npos);
  return replace_all(text, from, to);
}

// A faulty table stops the run with this code, at a line that holds the text.
void check_refused(const std::string& name, const std::string& text, std::string_view code,
                   std::string_view at) {
  const Loaded loaded = load_with(name, text);
  CAPTURE(std::string(at));
  CHECK_FALSE(loaded.mapping);
  const auto errors = found(loaded.diagnostics, code);
  REQUIRE_FALSE(errors.empty());
  CHECK(errors[0].severity == Severity::error);
  CHECK(errors[0].file == "my/" + name);
  CHECK_FALSE(errors[0].hint.empty());
  CHECK(errors[0].excerpt.find(at) != std::string::npos);
  if (!at.empty()) CHECK(errors[0].place.line > 0);
}

const std::string head = "[table]\nversion = 1\n";

}  // namespace

TEST_CASE("the built-in tables load without a word") {
  Diagnostics diagnostics;
  const auto mapping = load_mapping({}, diagnostics);
  REQUIRE(mapping);
  CHECK(diagnostics.all().empty());
  CHECK(mapping->settings.size() == 19);
  CHECK(mapping->targets.size() == 6);
  CHECK(mapping->assumed_target == "7.5");
  CHECK(mapping->engines.size() >= 1);
  CHECK(mapping->explanations.size() > 50);
}

TEST_CASE("questions to the tables disregard case where Windows does") {
  const Mapping& mapping = built_in_mapping();
  REQUIRE(mapping.find_setting("exepath"));
  CHECK(mapping.find_setting("EXEPATH")->attribute == "fullPath");
  CHECK_FALSE(mapping.find_setting("Exe Path"));
  REQUIRE(mapping.find_engine("C:\\PHP\\PHP-CGI.EXE"));
  CHECK(mapping.find_engine("php-cgi.exe"));
  CHECK(mapping.find_engine("c:/php/php-cgi.exe"));
  CHECK_FALSE(mapping.find_engine("C:\\php-cgi.exe\\perl.exe"));
  CHECK_FALSE(mapping.find_engine(""));
  CHECK(mapping.find_explanation("pln001"));
  CHECK_FALSE(mapping.find_explanation("PLN000"));
  CHECK_FALSE(mapping.find_target("6.0"));
}

TEST_CASE("defaults of the source hang on its version where the documents say so") {
  const Mapping& mapping = built_in_mapping();
  const auto defaults = [&](std::string_view name) {
    const SettingRule& rule = *mapping.find_setting(name);
    return std::pair(rule.default_in(SourceVersion::v1_0), rule.default_in(SourceVersion::v1_5));
  };
  using Pair = std::pair<std::optional<std::string>, std::optional<std::string>>;
  CHECK(defaults("MaxInstances") == Pair{"10", "0"});
  CHECK(defaults("ActivityTimeout") == Pair{"30", "70"});
  CHECK(defaults("InstanceMaxRequests") == Pair{"1000", "1000"});
  CHECK(defaults("StderrMode") == Pair{std::nullopt, "ReturnStderrIn500"});
  CHECK(defaults("ExePath") == Pair{std::nullopt, std::nullopt});
}

TEST_CASE("a table of one's own takes the place of the built-in one") {
  const Loaded loaded =
      load_with("settings.ini", built_in_with("settings.ini", "default = 1000", "default = 2000"));
  REQUIRE(loaded.mapping);
  CHECK(loaded.mapping->find_setting("QueueLength")->default_1_0 == "2000");
}

TEST_CASE("a table that says no version, or another one, is refused") {
  check_refused("engines.ini", "[php.exe]\nrequests variable = X\nrequests default = 1\n", "MAP001",
                "");
  check_refused("engines.ini", "[table]\nversion = 2\n", "MAP001", "table");
  check_refused("engines.ini", "[table]\n", "MAP001", "table");
  check_refused("engines.ini", "", "MAP001", "");
}

TEST_CASE("a row that stands twice is refused at its second place") {
  const Loaded loaded = load_with("engines.ini", head + "[a.exe]\n[b.exe]\n[a.exe]\n");
  CHECK_FALSE(loaded.mapping);
  CHECK(one(loaded.diagnostics, "MAP002").place.line == 5);
}

TEST_CASE("a field that stands twice in a row is refused") {
  check_refused(
      "engines.ini",
      head + "[a.exe]\nrequests variable = A\nrequests default = 1\nrequests default = 2\n",
      "MAP002", "requests default = 2");
}

TEST_CASE("a line that is no row and no field is refused") {
  check_refused("engines.ini", head + "[a.exe]\nnonsense\n", "MAP003", "nonsense");
  check_refused("engines.ini", "key = value\n" + head, "MAP003", "key");
}

TEST_CASE("an unknown field is refused in every table, with the nearest name") {
  check_refused("engines.ini", head + "[a.exe]\nrequest variable = X\n", "MAP004", "request var");
  check_refused("settings.ini", built_in_with("settings.ini", "required = yes", "requird = yes"),
                "MAP004", "requird");
  check_refused("targets.ini", built_in_with("targets.ini", "expanded = yes", "expand = yes"),
                "MAP004", "expand");
  check_refused("targets.ini", built_in_with("targets.ini", "assumed = 7.5", "asumed = 7.5"),
                "MAP004", "asumed");
  check_refused("detection.ini",
                built_in_with("detection.ini", "dll from = 7.5", "dll from = 7.5\ndll = 3"),
                "MAP004", "dll = 3");
  check_refused("detection.ini",
                built_in_with("detection.ini", "declares = system.webServer/webSocket",
                              "declare = system.webServer/webSocket"),
                "MAP004", "declare");
  check_refused("diagnostics.ini", head + "[INI001]\ntitel = x\n", "MAP004", "titel");
  check_refused("sections.ini", built_in_with("sections.ini", "case = yes", "cases = yes"),
                "MAP004", "cases");
  check_refused("sections.ini", built_in_with("sections.ini", "of = section", "off = section"),
                "MAP004", "off");
  const Loaded loaded = load_with("engines.ini", head + "[a.exe]\nrequest variable = X\n");
  CHECK(one(loaded.diagnostics, "MAP004").hint == "Did you mean 'requests variable'?");
}

TEST_CASE("an unknown type, version or attribute is refused") {
  check_refused("settings.ini", built_in_with("settings.ini", "type = seconds", "type = minutes"),
                "MAP005", "IdleTimeout");
  check_refused("settings.ini", built_in_with("settings.ini", "since = 1.5", "since = 1.6"),
                "MAP005", "StderrMode");
  check_refused("settings.ini",
                built_in_with("settings.ini", "to = queueLength", "to = queueLenght"), "MAP005",
                "QueueLength");
  check_refused("targets.ini", built_in_with("targets.ini", "type = switch", "type = bool"),
                "MAP005", "flushNamedPipe");
  check_refused("targets.ini", built_in_with("targets.ini", "since = 7.0+kb980363", "since = 7.1"),
                "MAP005", "since = 7.1");
  check_refused(
      "targets.ini",
      built_in_with("targets.ini", "default from 7.0+kb980363 = 70", "default from 9 = 70"),
      "MAP005", "from 9");
  check_refused("targets.ini", built_in_with("targets.ini", "assumed = 7.5", "assumed = 7.6"),
                "MAP005", "versions");
}

TEST_CASE("a default out of its range and a range that is none are refused") {
  check_refused("targets.ini", built_in_with("targets.ini", "default = 200", "default = 0"),
                "MAP005", "instanceMaxRequests");
  check_refused("targets.ini",
                built_in_with("targets.ini", "default = NamedPipe", "default = Pipe"), "MAP005",
                "protocol");
  check_refused("targets.ini", built_in_with("targets.ini", "default = false", "default = 0"),
                "MAP005", "flushNamedPipe");
  for (const char* wrong : {"60..0", "0-60", "0..", "..60", "a..b", "60"})
    check_refused(
        "targets.ini",
        built_in_with("targets.ini", "range = 0..60\n", "range = " + std::string(wrong) + "\n"),
        "MAP005", wrong);
}

TEST_CASE("a setting without successor has to say what it did") {
  check_refused("settings.ini",
                head + "[ExePath]\nto = fullPath\ntype = path\n[Odd]\ntype = switch\n", "MAP005",
                "Odd");
}

TEST_CASE("rules of detection that name nothing are refused") {
  check_refused("detection.ini", built_in_with("detection.ini", "[target 8.0]", "[target 9.9]"),
                "MAP005", "9.9");
  check_refused("detection.ini",
                built_in_with("detection.ini", "dll from = 7.5", "dll from = seven"), "MAP005",
                "source 1.5");
}

TEST_CASE("an engine's row has to make sense") {
  check_refused("engines.ini", head + "[a.exe]\nseparate with = -d x\n", "MAP005", "a.exe");
  check_refused("engines.ini", head + "[a.exe]\nrequests variable = X\n", "MAP005", "a.exe");
  check_refused("engines.ini", head + "[a.exe]\nrequests variable = X\nrequests default = many\n",
                "MAP005", "a.exe");
}

TEST_CASE("a list is split at commas, without blanks and empty parts") {
  CHECK(split_list(" a, b ,,c ") == std::vector<std::string>{"a", "b", "c"});
  CHECK(split_list("").empty());
  CHECK(split_list(" , ").empty());
}

TEST_CASE("an attribute of a section stands behind it, and its default is legal") {
  check_refused("sections.ini", head + "[handlers/name]\ntype = text\n", "MAP005", "handlers/name");
  check_refused("sections.ini",
                built_in_with("sections.ini", "default = 30000000", "default = many"), "MAP005",
                "requestFiltering/maxAllowedContentLength");
}

TEST_CASE("sections.ini says what holds where a config is silent") {
  Diagnostics diagnostics;
  const auto mapping = load_mapping({}, diagnostics);
  REQUIRE(mapping);
  CHECK(mapping->section_default("handlers", "accessPolicy") == "Read");
  CHECK(mapping->section_default("requestFiltering", "maxAllowedContentLength") == "30000000");
  CHECK(mapping->section_default("handlers", "name").empty());
  CHECK(mapping->section_default("nothing", "name").empty());
  const SectionRule* handlers = mapping->find_section("handlers");
  REQUIRE(handlers);
  const AttributeRule* policy = find_rule(handlers->own, "accessPolicy");
  REQUIRE(policy);
  CHECK(policy->refuses("Read, Script").empty());
  CHECK(policy->refuses("").empty());
  CHECK_FALSE(policy->refuses("Read, Sript").empty());
  CHECK(find_rule(handlers->item, "verb")->refuses("").empty());
  CHECK_FALSE(find_rule(handlers->item, "name")->refuses("").empty());
}
