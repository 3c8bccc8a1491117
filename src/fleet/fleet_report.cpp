#include "fleet/fleet_report.hpp"

#include <array>

namespace fcgi6to7 {
namespace {

constexpr std::array endings = {".html", ".htm", ".md", ".markdown", ".json", ".jsonl", ".txt"};

bool is_page(std::string_view ending) {
  return ending == ".html" || ending == ".htm";
}

ServersPageWords words() {
  return {"FastCGI from IIS 6 to IIS 7: fleet",
          {"changes", "errors", "warnings"},
          "group or error",
          "group",
          {"changed", "unchanged", "failed"}};
}

}  // namespace

bool is_fleet_format(std::string_view ending) {
  for (const std::string_view known : endings)
    if (known == ending) return true;
  return false;
}

FleetReport::FleetReport(std::string_view ending) : ending_(ending), page_(words()) {}

void FleetReport::add(const Row& row) {
  if (is_page(ending_)) return add_to_page(row);
  if (ending_ != ".json" && ending_ != ".jsonl") return;
  JsonWriter out(JsonWriter::Layout::one_line);
  write_row(out, row, false);
  if (ending_ == ".jsonl")
    rows_.append(out.written()).append("\n");
  else
    rows_.append(rows_.empty() ? "\n    " : ",\n    ").append(out.written());
}

void FleetReport::add_to_page(const Row& row) {
  PageServer server{
      row.server,
      to_string(row.status),
      {row.counts.changes(), row.count(Severity::error), row.count(Severity::warning)},
      row.status == ServerStatus::failed ? "" : std::string_view(row.group),
      row.error,
      row.config,
      row.written,
      row.backup,
      row.left_out,
      {}};
  for (const FoldedFinding& finding : row.findings)
    server.findings.push_back({finding.severity, finding.code, finding.phrase, "", finding.times});
  page_.add(server);
}

std::string FleetReport::write(const Summary& summary, std::string_view command) const {
  if (is_page(ending_)) return page_.write(summary.html(command));
  if (ending_ == ".jsonl") return rows_;
  if (ending_ == ".txt") return summary.text(command, "", {});
  if (ending_ != ".json") return summary.markdown(command);
  JsonWriter out(JsonWriter::Layout::indented);
  out.object();
  summary.write(out, command);
  out.key("servers");
  return out.written() + "[" + rows_ + (rows_.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace fcgi6to7
