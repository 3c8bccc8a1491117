#include "plan/write.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const std::string ini = "[Types]\nx=X\n[X]\nExePath=x\nInstanceMaxRequests=7\n";
const std::string application = "<application fullPath=\"x\" instanceMaxRequests=\"7\" />";

void check_refused(const Outcome& outcome, std::string_view code, int line) {
  const Diagnostic error = one(outcome, code);
  CHECK(error.severity == Severity::error);
  CHECK(error.place.line == line);
  CHECK_FALSE(error.hint.empty());
  CHECK_FALSE(outcome.patched);
  CHECK(outcome.edits.empty());
}

std::string config_of(const std::string& body) {
  const std::string config = config_with("");
  return replace_all(config, "    <system.webServer>\n    </system.webServer>\n", body);
}

}  // namespace

TEST_CASE("a section that is not declared is never added") {
  check_refused(run(ini, replace_all(config_with(), "\"fastCgi\"", "\"other\"")), "CFG010", 2);
  check_refused(run(ini, "<configuration/>"), "CFG010", 1);
}

TEST_CASE("a section that stands twice at server level is refused at its second place") {
  check_refused(run(ini, config_with("<fastCgi />\n<fastCgi />")), "CFG011", 11);
  check_refused(run(ini, config_of("<system.webServer><fastCgi/></system.webServer>\n"
                                   "<location path=\".\"><system.webServer><fastCgi/>"
                                   "</system.webServer></location>\n")),
                "CFG011", 10);
}

TEST_CASE("a locked section is refused, in every way to lock it") {
  for (const char* lock :
       {"lockItem=\"true\"", "lockElements=\"application\"", "lockElements=\"*\"",
        "lockAllElementsExcept=\"x\"", "lockElements=\"clear,application\""})
    check_refused(run(ini, config_with("<fastCgi " + std::string(lock) + " />")), "CFG012", 10);
  CHECK(run(ini, config_with("<fastCgi lockItem=\"false\" />")).patched);
  CHECK(run(ini, config_with("<fastCgi lockElements=\"clear\" />")).patched);
}

TEST_CASE("a section in another file is refused") {
  check_refused(run(ini, config_with("<fastCgi configSource=\"f.config\" />")), "CFG013", 10);
}

TEST_CASE("a redirected configuration is refused, and the real place is named") {
  Inputs inputs = inputs_of(ini, config_with());
  inputs.redirection = NamedBytes{"redirection.config",
                                  "<configuration><configurationRedirection enabled=\"true\" "
                                  "path=\"\\\\farm\\iis\"/></configuration>"};
  const Outcome outcome = run(inputs);
  check_refused(outcome, "CFG014", 0);
  CHECK(one(outcome, "CFG014").phrase.find("\\\\farm\\iis") != std::string::npos);
  inputs.redirection->bytes = "<configuration><configurationRedirection/></configuration>";
  CHECK(run(inputs).patched);
}

TEST_CASE("--partial does not write where writing is refused") {
  Options options = options_for("8.5");
  options.partial = true;
  for (const char* section : {"<fastCgi lockItem=\"true\" />", "<fastCgi configSource=\"x\" />"}) {
    const Outcome outcome = run(ini, config_with(section), options);
    CHECK_FALSE(outcome.patched);
    CHECK(outcome.edits.empty());
  }
}

TEST_CASE("an existing section is used wherever it stands") {
  const Outcome outcome = run(ini, config_of("    <system.webServer />\n"
                                             "    <location path=\"\">\n"
                                             "        <system.webServer>\n"
                                             "            <fastCgi />\n"
                                             "        </system.webServer>\n"
                                             "    </location>\n"));
  CHECK(writes(outcome, "            <fastCgi>\n                " + application +
                            "\n            </fastCgi>\n"));
}

TEST_CASE("a section that is only declared is made in the group that is there") {
  CHECK(writes(run(ini, config_with("")),
               "    <system.webServer>\n        <fastCgi>\n            " + application +
                   "\n        </fastCgi>\n    </system.webServer>\n"));
  CHECK(writes(run(ini, config_of("    <system.webServer>\n        <handlers />\n"
                                  "    </system.webServer>\n")),
               "        <handlers />\n        <fastCgi>\n            " + application));
  CHECK(writes(run(ini, config_of("    <system.webServer />\n")),
               "    <system.webServer>\n        <fastCgi>\n            " + application +
                   "\n        </fastCgi>\n    </system.webServer>\n"));
}

TEST_CASE("a group at top level is preferred to one in a location") {
  const Outcome outcome = run(ini, config_of("    <location path=\"\"><system.webServer />"
                                             "</location>\n    <system.webServer />\n"));
  CHECK(writes(outcome, "<system.webServer /></location>\n    <system.webServer>\n"));
}

TEST_CASE("a group for a site alone is not the server's") {
  const Outcome outcome =
      run(ini, config_of("    <location path=\"Site\"><system.webServer /></location>\n"));
  CHECK(writes(outcome,
               "<system.webServer /></location>\n    <system.webServer>\n        "
               "<fastCgi>\n            " +
                   application +
                   "\n        </fastCgi>\n    </system.webServer>\n</configuration>\n"));
}

TEST_CASE(
    "where no group is, it is made on lines of its own though the file begins with the root") {
  const std::string xml =
      "<configuration>\n  <configSections><sectionGroup "
      "name=\"system.webServer\"><section name=\"fastCgi\" /></sectionGroup>"
      "</configSections>\n</configuration>\n";
  CHECK(writes(run(ini, xml), "\n  <system.webServer>\n    <fastCgi>\n      " + application +
                                  "\n    </fastCgi>\n  </system.webServer>\n</configuration>\n"));
}

TEST_CASE("a new application has its attributes in schema order and values escaped") {
  const Outcome outcome =
      run("[Types]\nx=X\n[X]\nRapidFailsPerMinute=3\nArguments=<\"&'>\nProtocol=tcp\n"
          "InstanceMaxRequests=7\nExePath=x\nFlushNamedPipe=1\n");
  CHECK(writes(outcome,
               "<application fullPath=\"x\" arguments=\"&lt;&quot;&amp;'&gt;\" "
               "instanceMaxRequests=\"7\" protocol=\"Tcp\" flushNamedPipe=\"true\" "
               "rapidFailsPerMinute=\"3\" />"));
}
