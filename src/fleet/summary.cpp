#include "fleet/summary.hpp"

#include <algorithm>

#include "report/ink.hpp"

namespace fcgi6to7 {
namespace {

// Bounds of what is kept; beyond them only numbers go on.
constexpr std::size_t described_groups = 1000;
constexpr std::size_t lines_of_group = 200;
constexpr std::size_t kinds_of_findings = 2000;
constexpr std::size_t kept_failures = 1000;
constexpr std::size_t kept_run_findings = 200;

}  // namespace

void Summary::add(const Row& row) {
  if (row.status == ServerStatus::changed) ++changed_;
  if (row.status == ServerStatus::unchanged) ++unchanged_;
  if (row.status == ServerStatus::failed) {
    ++failed_;
    if (failures_.size() < kept_failures) failures_.push_back({row.server, row.error});
  }
  if (row.left_out) ++left_out_;
  if (row.count(Severity::warning) > 0) ++warned_;
  if (row.status == ServerStatus::changed) add_group(row);
  for (const FoldedFinding& finding : row.findings) add_finding(row, finding);
}

void Summary::add(const Diagnostics& findings) {
  for (const Diagnostic& finding : findings.all()) {
    if (finding.severity == Severity::error) ++run_errors_;
    if (run_findings_.size() < kept_run_findings)
      run_findings_.push_back(finding);
    else
      ++run_findings_left_;
  }
}

void Summary::add_group(const Row& row) {
  Group& group = groups_[row.group];
  if (group.servers++ == 0) group.order = servers();
  if (group.examples.size() < shown_servers && described_ < described_groups * shown_servers) {
    group.examples.push_back(row.server);
    ++described_;
  }
  group.changes = std::max(group.changes, row.counts.changes());
  if (!group.lines.empty() || row.changes.empty() || described_ >= described_groups * shown_servers)
    return;
  const std::size_t count = std::min(row.changes.size(), lines_of_group);
  group.lines.assign(row.changes.begin(), row.changes.begin() + static_cast<std::ptrdiff_t>(count));
}

void Summary::add_finding(const Row& row, const FoldedFinding& finding) {
  std::string key = finding.code + " " + finding.phrase;
  std::string phrase = finding.phrase;
  if (kinds_.size() >= kinds_of_findings && kinds_.count(key) == 0) {
    key = finding.code;
    phrase = "(other findings of this code)";
  }
  Kind& kind = kinds_[key];
  if (kind.servers == 0) {
    kind.code = finding.code;
    kind.phrase = std::move(phrase);
    kind.order = kinds_.size();
  }
  kind.severity = std::max(kind.severity, finding.severity);
  if (kind.last != servers()) {
    kind.last = servers();
    ++kind.servers;
    if (kind.examples.size() < shown_servers) kind.examples.push_back(row.server);
  }
  kind.times += finding.times;
}

std::vector<const std::pair<const std::string, Summary::Group>*> Summary::groups() const {
  std::vector<const std::pair<const std::string, Group>*> sorted;
  for (const auto& group : groups_) sorted.push_back(&group);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
    if (a->second.servers != b->second.servers) return a->second.servers > b->second.servers;
    return a->second.order < b->second.order;
  });
  return sorted;
}

std::vector<const Summary::Kind*> Summary::kinds() const {
  std::vector<const Kind*> sorted;
  for (const auto& [key, kind] : kinds_) sorted.push_back(&kind);
  std::sort(sorted.begin(), sorted.end(), [](const Kind* a, const Kind* b) {
    if (a->severity != b->severity) return a->severity > b->severity;
    if (a->servers != b->servers) return a->servers > b->servers;
    return a->order < b->order;
  });
  return sorted;
}

void Summary::write_groups(JsonWriter& out) const {
  out.key("groups").array();
  for (const auto* entry : groups()) {
    const auto& [id, group] = *entry;
    out.object().text("id", id).number("servers", group.servers).number("changes", group.changes);
    out.key("examples").array();
    for (const std::string& server : group.examples) out.text(server);
    out.end_array().key("lines").array();
    for (const std::string& line : group.lines) out.text(line);
    out.end_array().end_object();
  }
  out.end_array();
}

void Summary::write_findings(JsonWriter& out) const {
  out.key("findings").array();
  for (const Kind* kind : kinds()) {
    out.object().text("severity", to_string(kind->severity)).text("code", kind->code);
    out.text("phrase", kind->phrase).number("servers", kind->servers).number("times", kind->times);
    out.key("examples").array();
    for (const std::string& server : kind->examples) out.text(server);
    out.end_array().end_object();
  }
  out.end_array();
}

void Summary::write(JsonWriter& out, std::string_view command) const {
  out.number("format", 1).text("command", "fleet " + std::string(command));
  out.boolean("interrupted", interrupted_).boolean("stopped", stopped_);
  out.key("counts").object().number("servers", servers()).number("changed", changed_);
  out.number("unchanged", unchanged_).number("failed", failed_).number("withWarnings", warned_);
  out.number("leftOut", left_out_).number("groups", groups_.size()).end_object();
  write_groups(out);
  write_findings(out);
  out.key("failures").array();
  for (const Failed& failure : failures_)
    out.object().text("server", failure.server).text("error", failure.error).end_object();
  out.end_array().key("run").array();
  for (const Diagnostic& finding : run_findings_) {
    out.object().text("severity", to_string(finding.severity)).text("code", finding.code);
    out.text_unless_empty("file", finding.file).line_or_null("line", finding.place.line);
    out.text("phrase", finding.phrase).text("hint", finding.hint).end_object();
  }
  out.end_array();
}

}  // namespace fcgi6to7
