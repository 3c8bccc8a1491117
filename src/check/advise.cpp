#include "check/advise.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "check/rules.hpp"
#include "check/scope.hpp"

namespace fcgi6to7 {
namespace {

// A server may have a thousand sites; the plan is to be seen behind what is said of them.
constexpr std::size_t most_of_a_kind = 3;

// Where text of the result stood before the edits.
class BeforeEdits {
 public:
  explicit BeforeEdits(const std::vector<Edit>& edits) : edits_(edits) {
    std::size_t added = 0, gone = 0;  // up to an edit
    for (const Edit& edit : edits) {
      const std::size_t begin = edit.span.begin + added - gone;
      after_.push_back({begin, begin + edit.text.size()});
      added += edit.text.size();
      gone += edit.span.size();
    }
  }

  /// Nothing: an edit put in what begins there.
  std::optional<Span> operator()(Span after) const {
    const auto begin = before(after.begin), end = before(after.end);
    if (!begin) return std::nullopt;
    return Span{*begin, end.value_or(*begin)};
  }

 private:
  std::optional<std::size_t> before(std::size_t at) const {
    const auto next = std::partition_point(after_.begin(), after_.end(),
                                           [&](Span text) { return text.begin <= at; });
    if (next == after_.begin()) return at;
    const auto last = static_cast<std::size_t>(next - after_.begin()) - 1;
    if (at < after_[last].end) return std::nullopt;
    return edits_[last].span.end + (at - after_[last].end);
  }

  const std::vector<Edit>& edits_;
  std::vector<Span> after_;  // where their texts stand in the result
};

// What a plan says itself is not said again.
std::unordered_set<std::string> codes_said(const Outcome& outcome, const Mapping& mapping,
                                           const Options& options) {
  std::unordered_set<std::string> told;
  for (const Diagnostic& finding : outcome.diagnostics.all()) told.insert(finding.code);
  std::unordered_set<std::string> said = told;
  for (const Explanation& row : mapping.explanations)
    if (!row.told_by.empty() && told.contains(row.told_by)) said.insert(row.code);
  if (options.handlers == Handlers::off) said.insert("CHK007");  // the plan names each binding
  return said;
}

// What the rules say of what the plan changes.
Diagnostics find_what_concerns(const Inputs& inputs, const Outcome& outcome, const Mapping& mapping,
                               const Options& options) {
  const VerifiedConfig& config = *outcome.verified;
  const ServerModel server = model_server(config.host);
  const Programs programs = find_programs(server, mapping, inputs);
  const std::vector<Iis6Site> iis6 = read_iis6_sites(inputs.metabase);
  const Touched touched(outcome.plan);
  const CheckScope scope(touched, server);
  const std::unordered_set<std::string> said = codes_said(outcome, mapping, options);
  Diagnostics found;
  Findings findings(outcome.config, mapping, found);
  findings.limit(&scope);
  findings.leave_out(said);
  findings.place_by(BeforeEdits(outcome.edits));
  run_rules({server, mapping, config.schema, programs, inputs, iis6}, findings);
  return found;
}

}  // namespace

Diagnostics advise(const Inputs& inputs, const Outcome& outcome, const Mapping& mapping,
                   const Options& options) {
  Diagnostics advice;
  if (!outcome.verified) return advice;
  if (changes_mappings(options) && outcome.config.text().size() > most_bytes_with_surroundings) {
    advice.add(Severity::note, "CHK039", inputs.config->name,
               "it is large, so its pools and sites were not checked",
               "Check the result by itself: fcgi6to7 check " + inputs.config->name);
    return advice;
  }
  std::map<std::string, std::size_t> times;
  const Diagnostics found = find_what_concerns(inputs, outcome, mapping, options);
  for (Diagnostic finding : found.all()) {
    if (++times[finding.code] > most_of_a_kind) continue;
    finding.severity = std::min(finding.severity, Severity::warning);
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
