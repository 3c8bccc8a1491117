#include "plan/applications.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const std::string ini =
    "[Types]\nx=X\n[X]\nExePath=C:\\App\\x.exe\nArguments=-d \"a\"\nQueueLength=7\n"
    "EnvironmentVars=PATH:new,ADDED:1\n";

const std::string section =
    "<fastCgi><application fullPath=\"c:\\app\\X.EXE\" arguments='-D &quot;A&quot;' "
    "maxInstances='9' queueLength='5' custom=\"&#65;\"><environmentVariables>"
    "<environmentVariable name=\"Path\" value=\"old\" /><environmentVariable name=\"KEPT\" "
    "value=\"1\" /></environmentVariables></application></fastCgi>";

Outcome with(Existing existing, bool partial = false) {
  Options options = options_for("8.5", "1.5");
  options.existing = existing;
  options.partial = partial;
  return run(ini, config_with(section), options);
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("an application is found by its decoded key, in any case, and updated in place") {
  const Outcome outcome = with(Existing::update);
  REQUIRE(outcome.patched);
  CHECK(count(*outcome.patched, "<application ") == 1);
  CHECK(writes(outcome, "fullPath=\"c:\\app\\X.EXE\" arguments='-D &quot;A&quot;'"));
  CHECK(writes(outcome, "maxInstances='9'"));
  CHECK(writes(outcome, "queueLength='7'"));
  CHECK(writes(outcome, "custom=\"&#65;\""));
  CHECK(change_of(outcome, "queueLength")->before == "5");
  CHECK(change_of(outcome, "queueLength")->action == Action::set);
  CHECK(change_of(outcome, "fullPath")->action == Action::keep);
  CHECK(outcome.plan.applications[0].action == Action::set);
  CHECK(outcome.plan.applications[0].existing == 0);
}

TEST_CASE("variables are merged without case: changed, added, and the others kept") {
  const Outcome outcome = with(Existing::update);
  CHECK(writes(outcome, "name=\"Path\" value=\"new\""));
  CHECK(writes(outcome, "name=\"ADDED\" value=\"1\""));
  CHECK(writes(outcome, "name=\"KEPT\" value=\"1\""));
  CHECK(change_of(outcome, "environmentVariables/PATH")->before == "old");
  CHECK(change_of(outcome, "environmentVariables/ADDED")->action == Action::create);
}

TEST_CASE("--existing keep leaves what is there and adds what is missing") {
  const Outcome outcome = with(Existing::keep);
  CHECK(writes(outcome, "queueLength='5'"));
  CHECK(writes(outcome, "name=\"Path\" value=\"old\""));
  CHECK(writes(outcome, "name=\"ADDED\" value=\"1\""));
  CHECK(change_of(outcome, "queueLength")->action == Action::keep);
  CHECK_FALSE(change_of(outcome, "queueLength")->reason.empty());
  CHECK_FALSE(outcome.diagnostics.has_errors());
}

TEST_CASE("--existing fail is an error for each value that would change") {
  const Outcome outcome = with(Existing::fail);
  CHECK(found(outcome, "PLN050").size() == 2);
  CHECK(found(outcome, "PLN050")[0].place.line == 6);
  CHECK(found(outcome, "PLN050")[1].place.line == 7);
  CHECK_FALSE(outcome.patched);
  const Outcome partial = with(Existing::fail, true);
  CHECK(writes(partial, "queueLength='5'"));
  CHECK(writes(partial, "name=\"ADDED\" value=\"1\""));
  CHECK(partial.left_out);
}

TEST_CASE("a second run has nothing to do, whatever is done with existing values") {
  for (const Existing existing : {Existing::update, Existing::keep}) {
    const Outcome first = with(existing);
    REQUIRE(first.patched);
    Options options = options_for("8.5", "1.5");
    options.existing = existing;
    const Outcome second = run(ini, *first.patched, options);
    CHECK_FALSE(second.has_changes());
    CHECK(second.patched == first.patched);
    CHECK(second.plan.counts().changes() == 0);
  }
}

TEST_CASE("new attributes take their place in schema order among those that are there") {
  const Outcome outcome =
      run("[Types]\nx=X\n[X]\nExePath=x\nIdleTimeout=20\nProtocol=Tcp\nQueueLength=3\n",
          config_with("<fastCgi><application fullPath=\"X\" maxInstances=\"1\" "
                      "instanceMaxRequests=\"2\" rapidFailsPerMinute=\"3\" /></fastCgi>"));
  CHECK(writes(outcome,
               "<application fullPath=\"X\" maxInstances=\"1\" idleTimeout=\"20\" "
               "instanceMaxRequests=\"2\" protocol=\"Tcp\" queueLength=\"3\" "
               "rapidFailsPerMinute=\"3\" />"));
}

TEST_CASE("a variable without a value gets one, and an application without a list a list") {
  const std::string one_variable = "[Types]\nx=X\n[X]\nExePath=x\nEnvironmentVars=A:1\n";
  CHECK(writes(
      run(one_variable, config_with("<fastCgi><application fullPath=\"x\"><environmentVariables>"
                                    "<environmentVariable name=\"a\" /></environmentVariables>"
                                    "</application></fastCgi>")),
      "<environmentVariable name=\"a\" value=\"1\" />"));
  CHECK(writes(run(one_variable,
                   config_with("<fastCgi><application fullPath=\"x\" instanceMaxRequests=\"9\"/>"
                               "</fastCgi>")),
               "<environmentVariable name=\"A\" value=\"1\" />"));
}

TEST_CASE("a pool without ExePath is an error if it is bound, else a warning") {
  const std::string good = "[Good]\nExePath=x\n";
  const Outcome bound = run("[Types]\na=A\n[A]\nQueueLength=5\n" + good);
  CHECK(one(bound, "PLN001").place.line == 3);
  CHECK_FALSE(bound.patched);
  const Outcome loose = run("[Types]\na=Good\n[A]\nQueueLength=5\n" + good);
  CHECK(one(loose, "PLN002").severity == Severity::warning);
  CHECK(loose.patched);
  CHECK(answer_to(loose, "QueueLength")->fate == Fate::refused);
  CHECK(one(run("[Type]\na=Good\n" + good), "PLN002").hint == "Did you mean [Types]?");
}

TEST_CASE("an ini with entries but no pool is an error") {
  CHECK(one(run("EnvironmentVars=A:1\n"), "PLN025").severity == Severity::error);
  CHECK_FALSE(run("[Types]\n").patched);
  CHECK(found(run("; nothing\n"), "PLN025").empty());
  CHECK(found(run("; nothing\n"), "INI003").size() == 1);
}

TEST_CASE("skipped pools and settings are answered and not written") {
  Options options = options_for("8.5", "1.5");
  options.skip_pools = {"php"};
  options.skip_settings = {"queuelength"};
  const Outcome outcome =
      run(pool_with("IdleTimeout=20\n[X]\nExePath=x\nQueueLength=5"), config_with(), options);
  CHECK(outcome.patched);
  CHECK_FALSE(writes(outcome, "php-cgi"));
  CHECK_FALSE(writes(outcome, "queueLength"));
  CHECK(writes(outcome, "fullPath=\"x\""));
  CHECK(answer_to(outcome, "IdleTimeout")->reason == "--skip-pool PHP");
  CHECK(answer_to(outcome, "QueueLength", 1)->reason == "--skip-setting");
}

TEST_CASE("every setting is answered in the order of its lines") {
  const Outcome outcome =
      run("[Types]\nx=X\n[X]\nOdd=1\nQueueLength=5\nExePath=x\nFlushNamedPipe=2\nIdleTimeout=20\n",
          config_with(), [] {
            Options options = options_for("8.5", "1.0");
            options.partial = true;
            return options;
          }());
  int last = 0;
  bool default_seen = false;
  for (const Change& change : outcome.plan.applications.at(0).changes) {
    if (change.from.line == 0) {
      default_seen = true;
      continue;
    }
    CHECK_FALSE(default_seen);
    CHECK(change.from.line >= last);
    last = change.from.line;
  }
  CHECK(last == 8);
  CHECK(default_seen);
}

TEST_CASE("control characters are refused at their line, not written") {
  for (const char* line : {"Arguments=a\x01", "EnvironmentVars=A:\x02", "MonitorChangesTo=C:\\\x03",
                           "Arguments=\xEF\xBF\xBF"}) {
    const Outcome outcome = run(pool_with(line));
    CAPTURE(line);
    CHECK(one(outcome, "PLN019").place.line == 5);
    CHECK_FALSE(outcome.patched);
    CHECK(found(outcome, "PLN099").empty());
  }
}

TEST_CASE("thousands of variables are merged into thousands in linear time") {
  std::string variables, list;
  for (int i = 0; i < 10'000; ++i) {
    const std::string name = "V" + std::to_string(i);
    variables += "<environmentVariable name=\"" + name + "\" value=\"0\" />\n";
    list += name + ":1,";
  }
  const Outcome outcome =
      run("[Types]\nx=X\n[X]\nExePath=x\nEnvironmentVars=" + list + "\n",
          config_with("<fastCgi><application fullPath=\"x\">\n<environmentVariables>\n" +
                      variables + "</environmentVariables>\n</application></fastCgi>"));
  CHECK(outcome.edits.size() >= 10'000);
}
