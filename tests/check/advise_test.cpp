#include "check/advise.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "check/rules.hpp"
#include "mapping/mapping.hpp"
#include "text/encoding.hpp"

using namespace fcgi6to7;

namespace {

constexpr const char* ini =
    "[Types]\nphp=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n"
    "ActivityTimeout=600\nInstanceMaxRequests=400\nMaxInstances=4\n";

// A config with a line of the given length before the sections.
std::string config(std::size_t blanks) {
  return "<configuration>\n<configSections><sectionGroup name=\"system.webServer\"><section "
         "name=\"fastCgi\" allowDefinition=\"AppHostOnly\" /><section "
         "name=\"handlers\" /></sectionGroup></configSections>\n<!--" +
         std::string(blanks, ' ') +
         "-->\n<system.webServer>\n<fastCgi>\n</fastCgi>\n<handlers "
         "accessPolicy=\"Read,Script\">\n</handlers>\n</system.webServer>\n</configuration>\n";
}

Diagnostics advice_on(std::size_t blanks, Handlers handlers = Handlers::off) {
  Diagnostics problems;
  const auto mapping = load_mapping({}, problems);
  REQUIRE(mapping);
  Inputs inputs;
  inputs.ini = {"fcgiext.ini", ini};
  inputs.config = NamedBytes{"applicationHost.config", config(blanks)};
  Options options;
  options.target = "8.0";
  options.handlers = handlers;
  options.source_version = SourceVersion::v1_5;
  const Outcome outcome = migrate(inputs, *mapping, options);
  REQUIRE(outcome.has_changes());
  return advise(inputs, outcome, *mapping, options);
}

}  // namespace

TEST_CASE("advice is about what the migration makes, and on new lines about the file") {
  const Diagnostics advice = advice_on(10);
  REQUIRE(advice.all().size() == 1);
  CHECK(advice.all()[0].code == "CHK015");
  CHECK(advice.all()[0].severity == Severity::warning);
  CHECK(advice.all()[0].place.line == 0);
  CHECK(advice.all()[0].excerpt.empty());
}

TEST_CASE("sites of a config above 16 MB are not checked, and a note says so") {
  CHECK(advice_on((16 << 20) - 10000, Handlers::types).all()[0].code == "CHK015");
  CHECK(advice_on(16 << 20).all()[0].code == "CHK015");
  const Diagnostics advice = advice_on(16 << 20, Handlers::types);
  REQUIRE(advice.all().size() == 1);
  CHECK(advice.all()[0].code == "CHK039");
  CHECK(advice.all()[0].severity == Severity::note);
}

TEST_CASE("what a migration read of a config is enough for the rules") {
  Diagnostics problems;
  const auto mapping = load_mapping({}, problems);
  REQUIRE(mapping);
  const TargetSchema* target = mapping->find_target("10.0");
  REQUIRE(target);
  std::size_t configs = 0, found = 0;
  const std::filesystem::path cases = FCGI6TO7_SOURCE_DIR "/testdata/cases";
  for (const auto& folder : std::filesystem::directory_iterator(cases)) {
    std::ifstream file(folder.path() / "applicationHost.config", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!is_plain_utf8(bytes)) continue;
    const SourceText xml = SourceText::borrowed("applicationHost.config", bytes);
    Diagnostics unread;
    const auto tree = read_elements(xml, unread);
    const auto host = read_apphost(xml, unread, Extent::serving);
    REQUIRE(tree.has_value() == host.has_value());
    if (!tree) continue;
    ++configs;
    const Inputs inputs;
    const auto rules_on = [&](const ServerModel& server) {
      const Programs programs = find_programs(server, *mapping, inputs);
      std::string said;
      Diagnostics diagnostics;
      Findings findings(xml, *mapping, diagnostics);
      run_rules({server, *mapping, *target, programs, inputs, {}}, findings);
      for (const Diagnostic& finding : diagnostics.all())
        said +=
            finding.code + " " + std::to_string(finding.place.line) + " " + finding.phrase + "\n";
      found += diagnostics.all().size();
      return said;
    };
    INFO(folder.path().string());
    CHECK(rules_on(model_server(tree->root)) == rules_on(model_server(*host)));
  }
  CHECK(configs > 50);
  CHECK(found > 100);
}
