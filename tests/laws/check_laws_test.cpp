// check_laws(): one assertion for each law, on whatever it is given.
#include <set>

#include "apphost/apphost.hpp"
#include "apphost/reread.hpp"
#include "laws/diff_reader.hpp"
#include "laws/laws.hpp"
#include "plan/collisions.hpp"
#include "report/report.hpp"
#include "support/same_apphost.hpp"
#include "text/letters.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

using Lines = std::set<std::pair<std::string, int>>;

// The lines that a report of the outcome names.
Lines named_lines(const Outcome& outcome) {
  Lines named;
  for (const Diagnostic& finding : outcome.diagnostics.all())
    named.emplace(finding.file, finding.place.line);
  for (const ApplicationPlan& application : outcome.plan.applications)
    for (const Change& change : application.changes)
      named.emplace(change.from.file, change.from.line);
  for (const BindingPlan& binding : outcome.plan.bindings)
    named.emplace(binding.from.file, binding.from.line);
  return named;
}

bool says_something(std::string_view line) {
  const std::string_view text = trim(line);
  const bool header = text.starts_with('[') && text.find(']') != text.npos;
  return !text.empty() && !text.starts_with(';') && !header;
}

// Law 2. A file that is no text, and one before a schema that cannot be read, is refused whole.
void check_nothing_is_lost(const Outcome& outcome) {
  const Lines named = named_lines(outcome);
  if (outcome.target.version.empty()) return;
  for (const ReadIni& ini : outcome.inis) {
    if (ini.text.text().find('\0') != std::string_view::npos) continue;
    const auto lines = lines_with_ends(ini.text.text());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!says_something(lines[i]) || named.contains({ini.text.name(), static_cast<int>(i) + 1}))
        continue;
      FAIL_CHECK("law 2: line ", i + 1, " of ", ini.text.name(),
                 " is not answered: ", std::string(lines[i].substr(0, 200)));
    }
  }
}

// What IIS would complain about in <fastCgi>, without places.
std::multiset<std::string> violations(const std::string& config, const TargetSchema& schema) {
  std::multiset<std::string> found;
  Diagnostics diagnostics;
  const SourceText text("c", decode(config, std::nullopt, 65001).text);
  const auto host = read_apphost(text, diagnostics);
  REQUIRE(host);
  std::set<std::string> keys;
  for (const Section* section : host->find("fastCgi", "")) {
    for (const Element& application : section->element.children) {
      if (application.name != "application") continue;
      const std::string key =
          application_key(application.value("fullPath"), application.value("arguments"));
      if (!keys.insert(key).second) found.insert("twice: " + key);
      for (const Attribute& attribute : application.attributes) {
        const AttributeRule* rule = schema.find(attribute.name);
        if (!rule || !rule->refuses(attribute.value).empty())
          found.insert((key + " ").append(attribute.name).append("=").append(attribute.value));
      }
      std::set<std::string> variables;
      for (const Element& list : application.children)
        for (const Element& variable : list.children)
          if (!variables.insert(fold_case(variable.value("name"))).second)
            found.insert(key + " twice: " + std::string(variable.value("name")));
    }
  }
  for (const Section& section : host->sections) {
    std::set<std::string> names;
    if (section.name != "handlers") continue;
    for (const Element& child : section.element.children)
      if (child.name == "add" && !names.insert(std::string(child.value("name"))).second)
        found.insert(section.level + " handler twice: " + std::string(child.value("name")));
  }
  return found;
}

TargetSchema schema_of(const Outcome& outcome, const Inputs& inputs) {
  if (const TargetSchema* known = built_in_mapping().find_target(outcome.target.version))
    return *known;
  Diagnostics diagnostics;
  REQUIRE(inputs.schema);
  return *read_iis_schema(SourceText("s", inputs.schema->bytes), diagnostics);
}

// Law 4.
void check_iis_would_load(const Outcome& outcome, const Inputs& inputs) {
  const TargetSchema schema = schema_of(outcome, inputs);
  const auto before = violations(inputs.config->bytes, schema);
  for (const std::string& violation : violations(*outcome.patched, schema))
    if (!before.contains(violation)) FAIL_CHECK("law 4: new in the result: ", violation);
}

// Law 1: what lies between the edits is the input's, and edits lie where they may.
void check_only_the_planned_changes(const Outcome& outcome, const Inputs& inputs) {
  const std::string& config = inputs.config->bytes;
  const std::string decoded = decode(config, std::nullopt, 65001).text;
  const std::string after = decode(*outcome.patched, std::nullopt, 65001).text;
  std::size_t old_at = 0, new_at = 0;
  bool same = true;
  for (const Edit& edit : outcome.edits) {
    const std::size_t kept = edit.span.begin - old_at;
    same = same && decoded.compare(old_at, kept, after, new_at, kept) == 0;
    new_at += kept + edit.text.size();
    old_at = edit.span.end;
  }
  CHECK_MESSAGE(same, "law 1: a byte outside the edits");
  CHECK_MESSAGE(decoded.substr(old_at) == after.substr(new_at), "law 1: a byte after the edits");
  const std::size_t mark = config.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  CHECK(outcome.patched->starts_with(config.substr(0, mark)));
  const bool crlf_only = replace_all(decoded, "\r\n", "").find_first_of("\r\n") == decoded.npos;
  if (crlf_only && decoded.find('\n') != decoded.npos)
    CHECK_MESSAGE(replace_all(after, "\r\n", "").find_first_of("\r\n") == after.npos,
                  "law 1: another line end in a CRLF file");
  if (outcome.plan.counts().changes() == 0) CHECK_MESSAGE(outcome.edits.empty(), "law 1: no plan");
}

// Law 3.
void check_twice_is_once(const Outcome& outcome, const Inputs& inputs, const Options& options) {
  Inputs again = inputs;
  again.config->bytes = *outcome.patched;
  const Outcome second = run(again, options);
  REQUIRE_MESSAGE(second.patched, "law 3: the result is refused");
  CHECK_MESSAGE(*second.patched == *outcome.patched, "law 3: a second run changes the result");
  const Counts counts = second.plan.counts();
  CHECK_MESSAGE(counts.changes() == 0, "law 3: a second plan has changes");
}

std::string reports(const Outcome& outcome, const Inputs& inputs) {
  const Report report = make_report("plan", inputs, built_in_mapping(), outcome, Secrets::shown);
  return text_report(report, {false, Detail::verbose}) + json_report(report) + diff_report(report);
}

// The verification reads again only what edits touched: it has to see what is there.
void check_what_is_read_again(const Outcome& outcome, const Inputs& inputs) {
  if (outcome.config.text() != inputs.config->bytes) return;  // not UTF-8: all of it is read again
  const SourceText after = SourceText::borrowed(outcome.config.name(), *outcome.patched);
  Diagnostics diagnostics;
  auto before = read_apphost(outcome.config, diagnostics, Extent::serving);
  REQUIRE(before);
  const auto again =
      reread_apphost(std::move(*before), after, outcome.edits, diagnostics, Extent::serving);
  CHECK_MESSAGE(dump(again) == dump(read_apphost(after, diagnostics, Extent::serving)),
                "what is read again is not what is there");
}

}  // namespace

bool fcgi6to7::test::check_laws(const Inputs& inputs, const Options& options) {
  const Outcome outcome = run(inputs, options);
  for (const Diagnostic& finding : outcome.diagnostics.all()) {
    if (finding.code == "PLN099" || finding.code == "CFG005")
      FAIL_CHECK(finding.code, " is a fault of the program: ", finding.phrase);
    if (!built_in_mapping().find_explanation(finding.code))
      FAIL_CHECK(finding.code, " is not explained");
  }
  check_nothing_is_lost(outcome);
  CHECK_MESSAGE(reports(outcome, inputs) == reports(run(inputs, options), inputs),
                "law 6: two runs differ");
  if (!outcome.patched) {
    CHECK_MESSAGE(outcome.edits.empty(), "edits of a refused result");
    CHECK_MESSAGE((outcome.diagnostics.has_errors() || !inputs.config), "refused without error");
    return false;
  }
  if (!options.partial) CHECK_FALSE(outcome.diagnostics.has_errors());
  check_only_the_planned_changes(outcome, inputs);
  check_twice_is_once(outcome, inputs, options);
  check_what_is_read_again(outcome, inputs);
  check_iis_would_load(outcome, inputs);
  const std::string diff = byte_diff(outcome, inputs.config->bytes);
  const auto by_diff = DiffReader(inputs.config->bytes, diff).apply();
  CHECK_MESSAGE((by_diff && *by_diff == *outcome.patched), "law 7: the diff is not the change");
  CHECK(diff.empty() == (*outcome.patched == inputs.config->bytes));
  return true;
}

TEST_CASE("the checks of the laws are strict themselves") {
  CHECK(DiffReader("a\nb\n", "--- a\n+++ b\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n").apply() == "a\nc\n");
  CHECK_FALSE(DiffReader("a\nb\n", "--- a\n+++ b\n@@ -1,2 +1,2 @@\n x\n-b\n+c\n").apply());
  CHECK_FALSE(DiffReader("a\nb\n", "--- a\n+++ b\n@@ -2 +1 @@\n-b\n+c\n").apply());
  CHECK(DiffReader("a", "--- a\n+++ b\n@@ -1 +1 @@\n-a\n\\ No newline\n+a\n").apply() == "a\n");
  Outcome outcome;
  outcome.diagnostics.add(Severity::note, "X", SourceText("f", "a\nb\n"), {2, 3}, "p");
  CHECK(named_lines(outcome).contains({"f", 2}));
  CHECK_FALSE(named_lines(outcome).contains({"f", 1}));
  CHECK(says_something(" x"));
  CHECK(says_something("[open"));
  CHECK_FALSE(says_something(" ; x\r\n"));
  CHECK_FALSE(says_something("[a] \r\n"));
  const TargetSchema& schema = *built_in_mapping().find_target("7.0");
  CHECK(violations(config_with("<fastCgi><application fullPath=\"x\" stderrMode=\"y\" "
                               "maxInstances=\"0\"/><application fullPath=\"X\"/></fastCgi>"),
                   schema)
            .size() == 3);
}
