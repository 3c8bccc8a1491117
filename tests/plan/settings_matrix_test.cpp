// Every setting of fcgiext.ini, with every version of the source and of the target, with values
// that are absent, at and around the ends of their range, and garbage.
#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const std::string_view sources[] = {"", "1.0", "1.5"};
const std::string_view targets[] = {"7.0", "7.0+kb980363", "7.5", "8.0", "8.5", "10.0"};

struct Row {
  std::string_view setting;
  std::vector<std::string> good;  ///< legal on every target that knows the setting
  std::vector<std::string> bad;   ///< legal on none
};

// What no number of 32 bits is.
const std::vector<std::string> garbage_numbers = {"abc", "-1",   "4294967296",
                                                  "1.5", "0x10", "99999999999999999999"};

std::vector<std::string> plus(std::vector<std::string> list, const std::vector<std::string>& more) {
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

const std::vector<Row> rows = {
    {"ExePath", {"C:\\PHP\\php-cgi.exe", "\"C:\\a b\\x.exe\"", "%windir%\\x.exe"}, {"", "\"\""}},
    {"Arguments", {"", "-d x", "\"-d x\"", "a ; b"}, {"a\x01"}},
    {"EnvironmentVars", {"", "A:1", "A:1,B:\"x y\""}, {"A:\x01"}},
    {"Protocol", {"NamedPipe", "tcp", "TCP"}, {"Pipe", "", "NamedPipe,Tcp"}},
    {"QueueLength",
     {"1", "2", "1000", "99999999", "100000000"},
     plus(garbage_numbers, {"0", "100000001"})},
    {"MaxInstances", {"1", "2", "4", "9999", "10000"}, plus(garbage_numbers, {"10001"})},
    {"InstanceMaxRequests",
     {"1", "2", "200", "9999999", "10000000"},
     plus(garbage_numbers, {"0", "10000001"})},
    {"IdleTimeout",
     {"10", "11", "300", "604799", "604800"},
     plus(garbage_numbers, {"0", "9", "2592001"})},
    {"ActivityTimeout",
     {"10", "11", "30", "70", "3599", "3600"},
     plus(garbage_numbers, {"9", "2592001"})},
    {"RequestTimeout",
     {"10", "11", "90", "604799", "604800"},
     plus(garbage_numbers, {"9", "2592001"})},
    {"FlushNamedPipe", {"0", "1", "true", "No", "ON", "1 ; x"}, {"2", "", "maybe", "-1"}},
    {"RapidFailsPerMinute", {"0", "1", "10", "999", "1000"}, plus(garbage_numbers, {"1001"})},
    {"StderrMode",
     {"ReturnStderrIn500", "returngeneric500", "IgnoreAndReturn200", "TerminateProcess"},
     {"Return", "", "0"}},
    {"MonitorChangesTo", {"", "php.ini", "C:\\PHP\\php.ini", "%windir%\\x.ini"}, {"a\x02"}},
    {"SignalBeforeTerminateSeconds", {"0", "1", "59", "60"}, plus(garbage_numbers, {"61"})},
    {"ResponseBufferLimit", {"0", "4194304", "abc"}, {}},
    {"UnhealthyOnQueueFull", {"0", "1", "abc"}, {}},
    {"IgnoreExistingFiles", {"0", "1", "abc"}, {}},
    {"IgnoreDirectories", {"0", "1", "abc"}, {}},
};

std::string ini_with(std::string_view setting, const std::string* value) {
  std::string ini = "[Types]\nx=X\n[X]\n";
  if (setting != "ExePath") ini += "ExePath=C:\\App\\x.exe\n";
  if (value) ini += std::string(setting) + "=" + *value + "\n";
  return ini;
}

// What IIS would refuse never stands in an attribute, and what stands there is in the config.
void check_written(const Outcome& outcome, const TargetSchema& target) {
  for (const ApplicationPlan& application : outcome.plan.applications)
    for (const Change& change : application.changes) {
      const bool variable = change.attribute.starts_with("environmentVariables/");
      if (change.action != Action::create || variable || !change.after) continue;
      CAPTURE(change.attribute);
      CAPTURE(*change.after);
      const AttributeRule* rule = target.find(change.attribute);
      REQUIRE(rule);
      CHECK(rule->refuses(*change.after).empty());
      if (outcome.patched) CHECK(writes(outcome, " " + change.attribute + "=\""));
    }
}

// The setting's line is answered by a change of its own, or by a finding at that line.
bool is_answered(const Outcome& outcome, int line) {
  for (const ApplicationPlan& application : outcome.plan.applications)
    for (const Change& change : application.changes)
      if (change.from.line == line) return true;
  return false;
}

bool has_error_at(const Outcome& outcome, int line) {
  for (const Diagnostic& finding : outcome.diagnostics.all())
    if (finding.severity == Severity::error && finding.place.line == line) return true;
  return false;
}

bool takes(const SettingRule& rule, const TargetSchema& target, std::string_view source) {
  if (rule.ignored()) return false;
  if (rule.since == SourceVersion::v1_5 && source == "1.0") return false;
  return rule.type == ValueType::list || target.find(rule.attribute);
}

template <typename Visit>
void for_each_version(Visit visit) {
  for (const std::string_view source : sources)
    for (const std::string_view target : targets) {
      CAPTURE(source);
      CAPTURE(target);
      visit(source, *built_in_mapping().find_target(target));
    }
}

}  // namespace

TEST_CASE("the matrix has a row for every setting") {
  for (const SettingRule& rule : built_in_mapping().settings) {
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const Row& r) { return r.setting == rule.name; });
    CAPTURE(rule.name);
    CHECK(row != rows.end());
  }
  CHECK(rows.size() == 19);
}

TEST_CASE(
    "a legal value of every setting is written or answered, from every source to every target") {
  for_each_version([](std::string_view source, const TargetSchema& target) {
    for (const Row& row : rows)
      for (const std::string& value : row.good) {
        CAPTURE(row.setting);
        CAPTURE(value);
        const SettingRule& rule = *built_in_mapping().find_setting(row.setting);
        const Outcome outcome =
            run(ini_with(row.setting, &value), config_with(), options_for(target.version, source));
        const int line = row.setting == "ExePath" ? 4 : 5;
        CHECK_FALSE(outcome.diagnostics.has_errors());
        REQUIRE(outcome.patched);
        check_written(outcome, target);
        CHECK(is_answered(outcome, line));
        const bool has_value = !value.empty() || rule.type == ValueType::file;
        if (!takes(rule, target, source)) {
          const Change* answer = answer_to(outcome, rule.name);
          REQUIRE(answer);
          CHECK(answer->action == Action::skip);
          CHECK_FALSE(answer->reason.empty());
          const bool written = writes(outcome, " " + rule.attribute + "=");
          CHECK((rule.attribute.empty() || !written));
        } else if (has_value && rule.type != ValueType::list) {
          CHECK(writes(outcome, " " + rule.attribute + "=\""));
        }
      }
  });
}

TEST_CASE("an illegal value of every setting is an error at its line and is never written") {
  for_each_version([](std::string_view source, const TargetSchema& target) {
    for (const Row& row : rows)
      for (const std::string& value : row.bad) {
        CAPTURE(row.setting);
        CAPTURE(value);
        const SettingRule& rule = *built_in_mapping().find_setting(row.setting);
        Options options = options_for(target.version, source);
        const Outcome outcome = run(ini_with(row.setting, &value), config_with(), options);
        const int line = row.setting == "ExePath" ? 4 : 5;
        CHECK(is_answered(outcome, line));
        CHECK(found(outcome, "PLN099").empty());
        if (!takes(rule, target, source)) continue;
        CHECK(has_error_at(outcome, line));
        CHECK_FALSE(outcome.patched);
        options.partial = true;
        const Outcome partial = run(ini_with(row.setting, &value), config_with(), options);
        check_written(partial, target);
        REQUIRE(partial.patched);
        CHECK_FALSE(writes(partial, " " + rule.attribute + "=\"" + value + "\""));
      }
  });
}

TEST_CASE("a number at, below and above the ends of each target's range is written or refused") {
  for_each_version([](std::string_view source, const TargetSchema& target) {
    for (const SettingRule& rule : built_in_mapping().settings) {
      const AttributeRule* attribute = target.find(rule.attribute);
      if (!attribute || !attribute->range || !takes(rule, target, source)) continue;
      const auto [low, high] = *attribute->range;
      std::vector<std::pair<std::uint64_t, std::uint64_t>> cases = {
          {low, low}, {low + 1, low + 1}, {high - 1, high - 1}, {high, high}, {high + 1, high}};
      if (low > 0) cases.emplace_back(low - 1, low);
      for (const auto& nearest : cases) {
        const std::uint64_t number = nearest.first, clamped = nearest.second;
        CAPTURE(rule.name);
        CAPTURE(number);
        const std::string value = std::to_string(number);
        Options options = options_for(target.version, source);
        const Outcome outcome = run(ini_with(rule.name, &value), config_with(), options);
        CHECK(writes(outcome, " " + rule.attribute + "=\"" + value + "\"") == (number == clamped));
        CHECK(outcome.diagnostics.has_errors() == (number != clamped));
        options.range = RangePolicy::clamp;
        const Outcome brought = run(ini_with(rule.name, &value), config_with(), options);
        CHECK(writes(brought, " " + rule.attribute + "=\"" + std::to_string(clamped) + "\""));
        CHECK(found(brought, "PLN010").size() == (number == clamped ? 0U : 1U));
        check_written(brought, target);
      }
    }
  });
}

TEST_CASE("an absent setting has its default of IIS 6 where that is certain and differs") {
  for_each_version([](std::string_view source, const TargetSchema& target) {
    const Outcome outcome =
        run(ini_with("QueueLength", nullptr), config_with(), options_for(target.version, source));
    REQUIRE(outcome.patched);
    check_written(outcome, target);
    for (const SettingRule& rule : built_in_mapping().settings) {
      const AttributeRule* attribute = target.find(rule.attribute);
      if (!attribute || rule.required) continue;
      CAPTURE(rule.name);
      const bool certain = !source.empty() || rule.default_1_0 == rule.default_1_5;
      const auto& was = source == "1.5" ? rule.default_1_5 : rule.default_1_0;
      const bool number = attribute->type == AttributeType::number;
      const bool pinned = certain && number && was && was != attribute->default_value &&
                          attribute->refuses(*was).empty();
      CHECK(writes(outcome, " " + rule.attribute + "=\"") == pinned);
      if (!pinned) continue;
      CHECK(writes(outcome, " " + rule.attribute + "=\"" + *was + "\""));
      CHECK(change_of(outcome, rule.attribute)->pinned);
    }
  });
}

TEST_CASE("a value that equals the target's default is written where the ini names it") {
  for (const SettingRule& rule : built_in_mapping().settings) {
    const AttributeRule* attribute = built_in_mapping().find_target("8.5")->find(rule.attribute);
    if (!attribute || !attribute->default_value || attribute->default_value->empty()) continue;
    CAPTURE(rule.name);
    CHECK(writes(run(ini_with(rule.name, &*attribute->default_value), config_with(),
                     options_for("8.5", "1.5")),
                 " " + rule.attribute + "=\"" + *attribute->default_value + "\""));
  }
}
