#include "plan/defaults.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const std::string other = "[Types]\nx=X\n[X]\nExePath=C:\\x.exe\n";

}  // namespace

TEST_CASE("a default that differs is written and marked as pinned") {
  const Outcome outcome = run(other, config_with(), options_for("7.5", "1.0"));
  const Change* requests = change_of(outcome, "instanceMaxRequests");
  REQUIRE(requests);
  CHECK(requests->action == Action::create);
  CHECK(requests->pinned);
  CHECK(requests->after == "1000");
  CHECK(requests->from.line == 0);
  CHECK(change_of(outcome, "maxInstances")->after == "10");
  CHECK(change_of(outcome, "activityTimeout")->after == "30");
  CHECK(writes(outcome, "maxInstances=\"10\" activityTimeout=\"30\" instanceMaxRequests=\"1000\""));
  CHECK_FALSE(change_of(outcome, "queueLength"));
}

TEST_CASE("what is pinned hangs on both versions") {
  const Outcome to_7_0 = run(other, config_with(), options_for("7.0", "1.0"));
  CHECK(change_of(to_7_0, "maxInstances")->after == "10");
  CHECK_FALSE(change_of(to_7_0, "activityTimeout"));
  const Outcome from_1_5 = run(other, config_with(), options_for("8.5", "1.5"));
  CHECK_FALSE(change_of(from_1_5, "maxInstances"));
  CHECK_FALSE(change_of(from_1_5, "activityTimeout"));
  CHECK_FALSE(change_of(from_1_5, "stderrMode"));
  CHECK(change_of(from_1_5, "instanceMaxRequests")->after == "1000");
}

TEST_CASE("a default that the target does not take is a warning and is not written") {
  const Outcome outcome = run(other, config_with(), options_for("7.0", "1.5"));
  CHECK(one(outcome, "PLN031").severity == Severity::warning);
  CHECK(one(outcome, "PLN031").phrase.find("MaxInstances") != std::string::npos);
  CHECK(change_of(outcome, "maxInstances")->action == Action::skip);
  CHECK_FALSE(writes(outcome, "maxInstances"));
  CHECK(change_of(outcome, "activityTimeout")->after == "70");
}

TEST_CASE("an undecided version pins nothing that hangs on it, and says what does") {
  const Outcome outcome = run(other, config_with(), options_for("7.5"));
  CHECK_FALSE(outcome.source.decided);
  const Diagnostic finding = one(outcome, "PLN032");
  for (const char* word : {"MaxInstances", "10 in 1.0", "ActivityTimeout", "70 in 1.5"})
    CHECK(finding.phrase.find(word) != std::string::npos);
  CHECK(finding.hint.find("--source-version") != std::string::npos);
  CHECK_FALSE(writes(outcome, "maxInstances"));
  CHECK_FALSE(writes(outcome, "activityTimeout"));
  CHECK(writes(outcome, "instanceMaxRequests=\"1000\""));
}

TEST_CASE("an undecided version is not worth a word where the ini says everything") {
  const Outcome outcome =
      run(other + "MaxInstances=5\nActivityTimeout=60\n", config_with(), options_for("7.5"));
  CHECK(found(outcome, "PLN032").empty());
}

TEST_CASE("a value that the config has stays, and the report says so") {
  const Outcome outcome = run(
      other,
      config_with(
          "<fastCgi><application fullPath=\"c:\\X.exe\" instanceMaxRequests=\"50\" /></fastCgi>"),
      options_for("8.5", "1.5"));
  const Change* requests = change_of(outcome, "instanceMaxRequests");
  REQUIRE(requests);
  CHECK(requests->action == Action::keep);
  CHECK(requests->after == "50");
  CHECK_FALSE(requests->pinned);
  CHECK_FALSE(outcome.has_changes());
}

TEST_CASE("--defaults keep writes nothing and reports the drift") {
  Options options = options_for("8.5", "1.0");
  options.defaults = Defaults::keep;
  const Outcome outcome = run(other, config_with(), options);
  CHECK(found(outcome, "PLN033").size() == 3);
  CHECK(writes(outcome, "<application fullPath=\"C:\\x.exe\" />"));
  CHECK(change_of(outcome, "maxInstances")->action == Action::skip);
}

TEST_CASE("a setting that is there but refused or skipped is not replaced by a default") {
  Options options = options_for("8.5", "1.0");
  options.partial = true;
  CHECK_FALSE(writes(run(other + "MaxInstances=99999\n", config_with(), options), "maxInstances"));
  options.skip_settings = {"maxinstances"};
  CHECK_FALSE(writes(run(other + "MaxInstances=5\n", config_with(), options), "maxInstances"));
}

TEST_CASE("a setting without value has its default, which is pinned") {
  const Outcome outcome = run(other + "MaxInstances=\n", config_with(), options_for("8.5", "1.0"));
  CHECK(writes(outcome, "maxInstances=\"10\""));
  CHECK(found(outcome, "PLN009").size() == 1);
}

TEST_CASE("php-cgi without its variable is not given more requests than it serves") {
  const Outcome outcome = run(pool_with(""), config_with(), options_for("8.5", "1.5"));
  CHECK_FALSE(writes(outcome, "instanceMaxRequests"));
  CHECK(one(outcome, "PLN035").hint.find("--fix php-max-requests") != std::string::npos);
  CHECK(change_of(outcome, "instanceMaxRequests")->action == Action::skip);
  CHECK(found(outcome, "PLN034").empty());
}

TEST_CASE("php-cgi whose variable allows it gets IIS 6's requests") {
  const Outcome outcome = run(pool_with("EnvironmentVars=php_fcgi_max_requests:10000"),
                              config_with(), options_for("8.5", "1.5"));
  CHECK(writes(outcome, "instanceMaxRequests=\"1000\""));
  CHECK(found(outcome, "PLN035").empty());
}

TEST_CASE("--fix php-max-requests pins the requests and sets the variable to them") {
  Options options = options_for("8.5", "1.5");
  options.fix_php_max_requests = true;
  const Outcome outcome = run(pool_with(""), config_with(), options);
  CHECK(writes(outcome, "instanceMaxRequests=\"1000\""));
  CHECK(writes(outcome, "name=\"PHP_FCGI_MAX_REQUESTS\" value=\"1000\""));
  const Outcome raised =
      run(pool_with("InstanceMaxRequests=5000\nEnvironmentVars=Php_Fcgi_Max_Requests:600"),
          config_with(), options);
  CHECK(writes(raised, "name=\"Php_Fcgi_Max_Requests\" value=\"5000\""));
  CHECK_FALSE(writes(raised, "600"));
}

TEST_CASE("a variable smaller than the requests is a warning at its place, with both numbers") {
  const Outcome outcome =
      run(pool_with("InstanceMaxRequests=10000\nEnvironmentVars=PHP_FCGI_MAX_REQUESTS:600"));
  const Diagnostic finding = one(outcome, "PLN034");
  CHECK(finding.place.line == 6);
  CHECK(finding.phrase.find("600") != std::string::npos);
  CHECK(finding.phrase.find("10000") != std::string::npos);
  const Outcome missing = run(pool_with("InstanceMaxRequests=10000"));
  CHECK(one(missing, "PLN034").place.line == 5);
  CHECK(found(run(pool_with("InstanceMaxRequests=500")), "PLN034").empty());
}

TEST_CASE("what counts is the variable that will be in force") {
  const std::string section =
      "<fastCgi><application fullPath=\"C:\\PHP\\php-cgi.exe\"><environmentVariables>"
      "<environmentVariable name=\"PHP_FCGI_MAX_REQUESTS\" value=\"20000\" />"
      "</environmentVariables></application></fastCgi>";
  CHECK(found(run(pool_with("InstanceMaxRequests=10000"), config_with(section)), "PLN034").empty());
  const std::string ini =
      pool_with("InstanceMaxRequests=10000\nEnvironmentVars=PHP_FCGI_MAX_REQUESTS:600");
  CHECK(found(run(ini, config_with(section)), "PLN034").size() == 1);
  Options keep = options_for("8.5");
  keep.existing = Existing::keep;
  CHECK(found(run(ini, config_with(section), keep), "PLN034").empty());
}

TEST_CASE("0 in the variable is no limit") {
  const std::string ini =
      pool_with("InstanceMaxRequests=5000\nEnvironmentVars=PHP_FCGI_MAX_REQUESTS:0");
  CHECK(found(run(ini), "PLN034").empty());
  Options options = options_for("8.5", "1.5");
  options.fix_php_max_requests = true;
  CHECK(writes(run(ini, config_with(), options), "value=\"0\""));
}

TEST_CASE("a fix that has been made is what --existing fail finds on a second run") {
  Options options = options_for("8.5", "1.5");
  options.existing = Existing::fail;
  options.fix_php_max_requests = true;
  const std::string ini = pool_with("EnvironmentVars=PHP_FCGI_MAX_REQUESTS:100");
  const Outcome first = run(ini, config_with(), options);
  REQUIRE(first.patched);
  CHECK(writes(first, "value=\"1000\""));
  CHECK(run(ini, *first.patched, options).patched == first.patched);
}

TEST_CASE("a fix of a variable that only the config has is refused under --existing fail") {
  Options options = options_for("8.5");
  options.existing = Existing::fail;
  options.fix_php_max_requests = true;
  const std::string config = config_with(
      "<fastCgi><application fullPath=\"C:\\PHP\\php-cgi.exe\"><environmentVariables>"
      "<environmentVariable name=\"PHP_FCGI_MAX_REQUESTS\" value=\"700\" />"
      "</environmentVariables></application></fastCgi>");
  const Outcome outcome = run(pool_with("InstanceMaxRequests=5000"), config, options);
  CHECK(one(outcome, "PLN050").severity == Severity::error);
  CHECK_FALSE(outcome.patched);
  options.existing = Existing::keep;
  CHECK(writes(run(pool_with("InstanceMaxRequests=5000"), config, options), "value=\"5000\""));
}

TEST_CASE("a fix does not overrule --existing fail") {
  Options options = options_for("8.5");
  options.existing = Existing::fail;
  options.fix_php_max_requests = true;
  options.partial = true;
  const Outcome outcome = run(
      pool_with("InstanceMaxRequests=5000\nEnvironmentVars=PHP_FCGI_MAX_REQUESTS:600"),
      config_with("<fastCgi><application fullPath=\"C:\\PHP\\php-cgi.exe\"><environmentVariables>"
                  "<environmentVariable name=\"PHP_FCGI_MAX_REQUESTS\" value=\"700\" />"
                  "</environmentVariables></application></fastCgi>"),
      options);
  CHECK(found(outcome, "PLN050").size() == 1);
  CHECK(writes(outcome, "value=\"700\""));
}
