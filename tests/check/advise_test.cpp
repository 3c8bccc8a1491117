#include "check/advise.hpp"

#include <doctest/doctest.h>

#include "mapping/mapping.hpp"

using namespace fcgi6to7;

namespace {

constexpr const char* ini =
    "[Types]\nphp=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n"
    "ActivityTimeout=600\nInstanceMaxRequests=400\nMaxInstances=4\n";

// A config with a line of the given length before the sections.
std::string config(std::size_t blanks) {
  return "<configuration>\n<configSections><sectionGroup name=\"system.webServer\"><section "
         "name=\"fastCgi\" allowDefinition=\"AppHostOnly\" "
         "/></sectionGroup></configSections>\n<!--" +
         std::string(blanks, ' ') +
         "-->\n<system.webServer>\n<fastCgi>\n</fastCgi>\n</system.webServer>\n</configuration>\n";
}

Diagnostics advice_on(std::size_t blanks) {
  Diagnostics problems;
  const auto mapping = load_mapping({}, problems);
  REQUIRE(mapping);
  Inputs inputs;
  inputs.ini = {"fcgiext.ini", ini};
  inputs.config = NamedBytes{"applicationHost.config", config(blanks)};
  Options options;
  options.target = "8.0";
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

TEST_CASE("a config above 16 MB is not checked, and a note says so") {
  CHECK(advice_on((16 << 20) - 10000).all()[0].code == "CHK015");
  const Diagnostics advice = advice_on(16 << 20);
  REQUIRE(advice.all().size() == 1);
  CHECK(advice.all()[0].code == "CHK039");
  CHECK(advice.all()[0].severity == Severity::note);
}
