#include <algorithm>

#include "fleet/summary.hpp"
#include "report/ink.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t shown_groups = 20;
constexpr std::size_t shown_lines = 12;
constexpr std::size_t shown_kinds = 20;
constexpr std::size_t shown_failures = 50;

std::string list_of(const std::vector<std::string>& names, std::uint64_t all) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + printable(name);
  return names.size() < all ? list + ", …" : list;
}

std::string rest_line(std::size_t rest, std::string_view word) {
  return "  … and " + plural(rest, word) + " more\n";
}

}  // namespace

std::string Summary::headline(std::string_view command) const {
  std::string text = plural(servers(), "server") + ": " + std::to_string(changed_) +
                     (command == "plan" ? " to change, " : " changed, ") +
                     std::to_string(unchanged_) + " unchanged, " + std::to_string(failed_) +
                     " failed; " + std::to_string(warned_) + " with warnings";
  if (left_out_ > 0) text += ", " + std::to_string(left_out_) + " with something left out";
  return text + ".\n";
}

void Summary::text_groups(std::string& out, const TextStyle& style) const {
  if (groups_.empty()) return;
  const Ink ink(style.color);
  out += ink.bold("Servers whose plans are alike") + "\n";
  const auto sorted = groups();
  for (std::size_t i = 0; i < std::min(sorted.size(), shown_groups); ++i) {
    const auto& [id, group] = *sorted[i];
    out += "  " + plural(group.servers, "server") + ": " + (group.servers > 1 ? "the same " : "") +
           plural(group.changes, "change") + "  (group " + ink.cyan(id) + ": " +
           list_of(group.examples, group.servers) + ")\n";
    const std::size_t limit = style.detail == Detail::verbose ? group.lines.size() : shown_lines;
    for (std::size_t l = 0; l < std::min(group.lines.size(), limit); ++l)
      out += "      " + printable(group.lines[l]) + "\n";
    if (group.lines.size() > limit) out += "    " + rest_line(group.lines.size() - limit, "line");
  }
  if (sorted.size() > shown_groups) out += rest_line(sorted.size() - shown_groups, "group");
  out += "\n";
}

void Summary::text_findings_of(std::string& out, const TextStyle& style) const {
  if (kinds_.empty()) return;
  const Ink ink(style.color);
  out += ink.bold("Commonest findings") + "\n";
  const auto sorted = kinds();
  for (std::size_t i = 0; i < std::min(sorted.size(), shown_kinds); ++i) {
    const Kind& kind = *sorted[i];
    const std::string severity(to_string(kind.severity));
    out += "  " + plural(kind.servers, "server") + ": " +
           (kind.severity == Severity::error     ? ink.red(severity)
            : kind.severity == Severity::warning ? ink.yellow(severity)
                                                 : severity) +
           " " + kind.code + ": " + printable(kind.phrase) + "  (" +
           list_of(kind.examples, kind.servers) + ")\n";
  }
  if (sorted.size() > shown_kinds) out += rest_line(sorted.size() - shown_kinds, "kind");
  out += "\n";
}

void Summary::text_failures(std::string& out, const TextStyle& style) const {
  if (failures_.empty()) return;
  out += Ink(style.color).bold("Failed") + "\n";
  for (std::size_t i = 0; i < std::min(failures_.size(), shown_failures); ++i)
    out += "  " + printable(failures_[i].server) + ": " + printable(failures_[i].error) + "\n";
  if (failed_ > shown_failures)
    out += rest_line(static_cast<std::size_t>(failed_) - shown_failures, "server");
  out += "\n";
}

std::string Summary::text(std::string_view command, const std::string& details,
                          const TextStyle& style) const {
  std::string out;
  if (style.detail != Detail::quiet) {
    text_groups(out, style);
    text_findings_of(out, style);
  }
  text_failures(out, style);
  for (const Diagnostic& finding : run_findings_)
    if (style.detail != Detail::quiet || finding.severity == Severity::error)
      out += text_finding(finding, style);
  if (run_findings_left_ > 0)
    out += rest_line(static_cast<std::size_t>(run_findings_left_), "finding");
  out += headline(command);
  if (stopped_) out += "Stopped: as many servers failed as --max-failures allows.\n";
  if (interrupted_) out += "Interrupted: the same command with --resume goes on from here.\n";
  if (!details.empty()) out += "Everything is in " + details + ".\n";
  return out;
}

}  // namespace fcgi6to7
