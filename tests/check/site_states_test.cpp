#include <doctest/doctest.h>

#include "check/advise.hpp"
#include "check/run.hpp"

using namespace fcgi6to7;

namespace {

constexpr const char* head =
    "<configuration><configSections><sectionGroup name=\"system.webServer\"><section "
    "name=\"fastCgi\" allowDefinition=\"AppHostOnly\" /><section name=\"handlers\" "
    "/></sectionGroup></configSections>\n<system.applicationHost><sites>"
    "<site name=\"Default\" id=\"1\"><application path=\"/\" /></site>"
    "<site name=\"Shop\" id=\"7\"><application path=\"/\" /></site>"
    "<site name=\"Blog\" id=\"9\"><application path=\"/\" /></site>"
    "</sites></system.applicationHost>\n<system.webServer><fastCgi />"
    "<handlers accessPolicy=\"Read,Script\"></handlers></system.webServer>\n</configuration>\n";

// What is said of the states by a plan of the ini, or by a check without one.
std::string said(std::vector<SiteState> states, const char* ini) {
  Diagnostics problems;
  const auto mapping = load_mapping({}, problems);
  REQUIRE(mapping);
  Inputs inputs;
  inputs.config = NamedBytes{"applicationHost.config", head};
  inputs.site_states = std::move(states);
  Options options;
  options.target = "10.0";
  options.handlers = Handlers::types;
  Diagnostics findings;
  if (ini != nullptr) {
    inputs.ini = {"fcgiext.ini", ini};
    const Outcome outcome = migrate(inputs, *mapping, options);
    REQUIRE(outcome.has_changes());
    findings = advise(inputs, outcome, *mapping, options);
  } else {
    CheckChoice choice;
    choice.rules = true;
    choice.only = {"CHK042"};
    findings = check_config(inputs, *mapping, options, choice).diagnostics;
  }
  std::string text;
  for (const Diagnostic& finding : findings.all())
    if (finding.code == "CHK042") {
      CHECK(finding.severity == Severity::note);
      text += finding.phrase + " | " + finding.hint;
    }
  return text;
}

const std::vector<SiteState> one_is_stopped = {
    {"1", "started"}, {"7", "stopped"}, {"9", "started"}};
constexpr const char* of_the_server = "[Types]\nphp=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n";
constexpr const char* of_one_site = "[Types]\nphp:9=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n";

}  // namespace

TEST_CASE("a plan for the whole server says the state of every site, a check too") {
  constexpr const char* both =
      "'Default' and 'Blog' are started; 'Shop' is stopped | It serves again after: appcmd.exe "
      "start "
      "site \"Shop\"";
  CHECK(said(one_is_stopped, of_the_server) == both);
  CHECK(said(one_is_stopped, nullptr) == both);
}

TEST_CASE("a plan for one site says the state of that one") {
  CHECK(said(one_is_stopped, of_one_site) ==
        "'Blog' is started | Nothing to do: sites that run take new settings as soon as they are "
        "written");
}

TEST_CASE("where states are not known nothing is said") {
  CHECK(said({}, of_the_server).empty());
  CHECK(said({{"3", "started"}}, of_the_server).empty());
}
