#include "plan/migrate.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const std::string faulty = pool_with("QueueLength=0\nIdleTimeout=20");

Options partial() {
  Options options = options_for("8.5", "1.5");
  options.partial = true;
  return options;
}

std::string utf16(std::string_view utf8, bool little) {
  return encode(utf8, {little ? "UTF-16 LE" : "UTF-16 BE", little ? 1200U : 1201U, true});
}

}  // namespace

TEST_CASE("an error refuses the result, and the plan and findings are there all the same") {
  const Outcome outcome = run(faulty);
  CHECK(outcome.diagnostics.has_errors());
  CHECK_FALSE(outcome.patched);
  CHECK(outcome.edits.empty());
  CHECK_FALSE(outcome.left_out);
  CHECK(change_of(outcome, "idleTimeout")->after == "20");
}

TEST_CASE("--partial writes what is sound and says that something is left out") {
  const Outcome outcome = run(faulty, config_with(), partial());
  CHECK(outcome.left_out);
  CHECK(writes(outcome, "idleTimeout=\"20\""));
  CHECK_FALSE(writes(outcome, "queueLength"));
  CHECK_FALSE(run(pool_with(""), config_with(), partial()).left_out);
}

TEST_CASE("--strict makes warnings errors, which refuse the result") {
  const std::string ini = pool_with("Odd=1");
  CHECK(run(ini).patched);
  Options options = options_for("8.5", "1.5");
  options.strict = true;
  const Outcome outcome = run(ini, config_with(), options);
  CHECK(one(outcome, "PLN004").severity == Severity::error);
  CHECK_FALSE(outcome.patched);
  CHECK(outcome.edits.empty());
}

TEST_CASE("values out of range are refused, or brought to the nearest legal one") {
  Options options = options_for("7.0", "1.0");
  options.range = RangePolicy::clamp;
  const Outcome outcome = run(pool_with("QueueLength=0\nActivityTimeout=99999\nMaxInstances=0"),
                              config_with(), options);
  CHECK(writes(outcome, "maxInstances=\"1\" activityTimeout=\"3600\" queueLength=\"1\""));
  CHECK(found(outcome, "PLN010").size() == 3);
  CHECK_FALSE(outcome.diagnostics.has_errors());
  const Outcome refused =
      run(pool_with("MaxInstances=0"), config_with(), options_for("7.0", "1.5"));
  CHECK(one(refused, "PLN019").hint.find("7.0+kb980363") != std::string::npos);
}

TEST_CASE("variables in arguments are a finding on plain 7.0 only") {
  const std::string ini = pool_with("Arguments=-c %windir%\\x");
  CHECK(found(run(ini, config_with(), options_for("7.0")), "PLN024").size() == 1);
  CHECK(found(run(ini, config_with(), options_for("7.5")), "PLN024").empty());
  CHECK(
      found(run(pool_with("Arguments=100%"), config_with(), options_for("7.0")), "PLN024").empty());
}

TEST_CASE("a config in UTF-16 comes back in UTF-16, and only the edits differ") {
  for (const bool little : {true, false}) {
    const std::string config = utf16(config_with(), little);
    const Outcome outcome = run(pool_with(""), config);
    REQUIRE(outcome.patched);
    CHECK(*outcome.patched == utf16(*run(pool_with(""), config_with()).patched, little));
    CHECK_FALSE(byte_diff(outcome, config).empty());
    CHECK(text_diff(outcome).find("+            <application fullPath") != std::string::npos);
  }
}

TEST_CASE("a byte order mark of the config stays") {
  const std::string mark = "\xEF\xBB\xBF";
  const Outcome outcome = run(pool_with(""), mark + config_with());
  REQUIRE(outcome.patched);
  CHECK(*outcome.patched == mark + *run(pool_with("")).patched);
}

TEST_CASE("an ini in an old code page comes out right in the config") {
  const std::string gbk = "ExePath=C:\\\xD6\xD0\xCE\xC4\\x.exe\n";
  Options options = options_for("8.5", "1.5");
  options.codepage = 936;
  CHECK(writes(run("[Types]\nx=X\n[X]\n" + gbk, config_with(), options), "C:\\中文\\x.exe"));
  options.codepage = 932;
  CHECK(writes(run("[Types]\nx=X\n[X]\nExePath=C:\\\x93\xFA\x96{\\x.exe\n", config_with(), options),
               "C:\\日本\\x.exe"));
}

TEST_CASE("bytes that are no characters are an error with line and column") {
  Options options = options_for("8.5");
  options.codepage = 65001;
  const Outcome ini = run("[X]\nExePath=\xFF\n", config_with(), options);
  CHECK(one(ini, "INI014").place == Place{2, 9});
  CHECK_FALSE(ini.patched);
  const Outcome config = run(pool_with(""), utf16("<a>", true) + std::string("\x00\xD8<\x00", 4));
  CHECK(one(config, "CFG008").place == Place{1, 4});
  CHECK_FALSE(config.patched);
}

TEST_CASE("without a config only the ini is looked at") {
  Inputs inputs = inputs_of(pool_with("QueueLength=5"), "");
  inputs.config.reset();
  const Outcome outcome = run(inputs);
  CHECK_FALSE(outcome.patched);
  CHECK_FALSE(outcome.diagnostics.has_errors());
  CHECK(change_of(outcome, "queueLength")->after == "5");
}

TEST_CASE("the registry value that does not travel is told once for a file with pools") {
  CHECK(found(run(pool_with("[X]\nExePath=x")), "PLN096").size() == 1);
  CHECK(found(run("; comments\n"), "PLN096").empty());
}

TEST_CASE("no [Types], and one that binds nothing, are each told") {
  CHECK(one(run("[X]\nExePath=x\n"), "PLN026").phrase.find("no [Types]") != std::string::npos);
  CHECK(one(run("[Types]\n[X]\nExePath=x\n"), "PLN026").phrase.find("binds no") !=
        std::string::npos);
}

TEST_CASE("a sibling ini that differs is named, with the option that takes it") {
  Inputs inputs = inputs_of(pool_with(""), config_with());
  inputs.differing_sibling = "SysWOW64/inetsrv/fcgiext.ini";
  CHECK(one(run(inputs), "PLN095").hint.find("--ini32 SysWOW64") != std::string::npos);
}

TEST_CASE("programs and files that are not on the server are warnings") {
  Inputs inputs = inputs_of(pool_with("MonitorChangesTo=php.ini"), config_with());
  inputs.exists = [](const std::string& path) { return path.ends_with("php-cgi.exe"); };
  CHECK(one(run(inputs), "PLN090").place.line == 5);
  inputs.exists = [](const std::string&) { return false; };
  CHECK(found(run(inputs), "PLN090").size() == 2);
  CHECK(run(inputs).patched);
}

TEST_CASE("every binding says what becomes of it, those that lead nowhere too") {
  const Outcome outcome =
      run("[Types]\nphp:1=PHP\n*=PHP\nasp=None\n[PHP]\nExePath=C:\\PHP\\x.exe\nArguments=-d x\n");
  REQUIRE(outcome.plan.bindings.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(outcome.plan.bindings[i].from.line == static_cast<int>(i) + 2);
    CHECK_FALSE(outcome.plan.bindings[i].reason.empty());
  }
  CHECK(outcome.plan.bindings[0].remedy.find("scriptProcessor='C:\\PHP\\x.exe|-d x'") !=
        std::string::npos);
  CHECK(outcome.plan.bindings[1].remedy.empty());
  CHECK(outcome.plan.bindings[2].remedy.empty());
}

TEST_CASE("the same input gives the same outcome") {
  const Outcome a = run(faulty, config_with(), partial()),
                b = run(faulty, config_with(), partial());
  CHECK(a.patched == b.patched);
  CHECK(a.diagnostics.all().size() == b.diagnostics.all().size());
}
