#include "check/advise.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "check/run.hpp"

namespace fcgi6to7 {
namespace {

// A server may have a thousand sites; the plan is to be seen behind what is said of them.
constexpr std::size_t most_of_a_kind = 3;

// Real configs stay below 1 MB. A plan of one far beyond is not to wait for rules on all of it.
constexpr std::size_t most_bytes = 16 << 20;

// Lines of the patched text as lines of the text before.
class Lines {
 public:
  explicit Lines(const Outcome& outcome) {
    int shift = 0;
    for (const Edit& edit : outcome.edits) {
      const int first = outcome.config.place(edit.span.begin).line;
      const int last = outcome.config.place(edit.span.end).line;
      const int added = static_cast<int>(std::count(edit.text.begin(), edit.text.end(), '\n'));
      steps_.push_back({first + shift, first + shift + added, shift, added == 0});
      shift += added - (last - first);
    }
    steps_.push_back({0, 0, shift, true});  // what comes after the last edit
  }

  /// 0: the line is new.
  int before(int line) const {
    // The first edit that does not end above the line.
    const auto step = std::partition_point(steps_.begin(), steps_.end() - 1,
                                           [&](const Step& s) { return s.last < line; });
    if (step == steps_.end() - 1 || line < step->first || step->in_line) return line - step->shift;
    return 0;
  }

 private:
  struct Step {
    int first, last;  // lines of the patched text that the edit's text stands on
    int shift;        // lines added before it
    bool in_line;     // it changes a line that was there
  };
  std::vector<Step> steps_;
};

}  // namespace

Diagnostics advise(const Inputs& inputs, const Outcome& outcome, const Mapping& mapping,
                   const Options& options) {
  Diagnostics advice;
  if (!outcome.patched || !outcome.has_changes() || !inputs.config) return advice;
  if (outcome.patched->size() > most_bytes) {
    advice.add(Severity::note, "CHK039", inputs.config->name,
               "it is large, so its pools and sites were not checked",
               "Check the result by itself: fcgi6to7 check " + inputs.config->name);
    return advice;
  }
  Inputs result;
  result.config = NamedBytes{inputs.config->name, *outcome.patched};
  result.metabase = inputs.metabase;
  result.schema = inputs.schema;
  result.schema_is_explicit = inputs.schema_is_explicit;
  result.exists = inputs.exists;
  result.read = inputs.read;
  const Touched touched(outcome.plan);
  CheckChoice choice;
  choice.rules = true;
  choice.touched = &touched;
  std::unordered_set<std::string> said;
  for (const Diagnostic& finding : outcome.diagnostics.all()) said.insert(finding.code);
  const Lines lines(outcome);
  std::map<std::string, std::size_t> times;
  const CheckResult checked = check_config(result, mapping, options, choice);
  for (Diagnostic finding : checked.diagnostics.all()) {
    // Where bindings are not migrated, the plan says so of each.
    const bool unrouted = finding.code == "CHK007" && options.handlers == Handlers::off;
    const Explanation* row = mapping.find_explanation(finding.code);
    if (said.contains(finding.code) || unrouted || (row && said.contains(row->told_by))) continue;
    if (++times[finding.code] > most_of_a_kind) continue;
    finding.severity = std::min(finding.severity, Severity::warning);
    if (finding.place.line > 0) finding.place.line = lines.before(finding.place.line);
    if (finding.place.line == 0) {
      finding.place = {};
      finding.excerpt.clear();
      finding.caret = 0;
    }
    advice.add(std::move(finding));
  }
  for (const auto& [code, count] : times)
    if (count > most_of_a_kind)
      advice.add(Severity::note, code, inputs.config->name,
                 std::to_string(count - most_of_a_kind) + " more findings like these",
                 "See them all: fcgi6to7 check " + inputs.config->name);
  return advice;
}

}  // namespace fcgi6to7
