#include "report/findings.hpp"

#include "report/ink.hpp"
#include "report/json_writer.hpp"
#include "report/markdown_parts.hpp"

namespace fcgi6to7 {
namespace {

std::string count_text(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string summary(const Diagnostics& diagnostics) {
  return count_text(diagnostics.count(Severity::error), "error") + ", " +
         count_text(diagnostics.count(Severity::warning), "warning") + ", " +
         count_text(diagnostics.count(Severity::note), "note") + ".";
}

}  // namespace

std::string text_findings_report(const FindingsReport& report, const TextStyle& style) {
  std::string out;
  if (!report.target.empty() && style.detail != Detail::quiet)
    out = printable(report.config) + " for " + printable(report.target) + "\n\n";
  out += text_findings(report.diagnostics, style);
  return out + (report.diagnostics.all().empty() ? "" : "\n") + summary(report.diagnostics) + "\n";
}

std::string json_findings_report(const FindingsReport& report) {
  JsonWriter json(JsonWriter::Layout::indented);
  json.object().number("format", 1).text("command", report.command);
  json.text("config", report.config).text_unless_empty("target", report.target);
  json.number("errors", report.diagnostics.count(Severity::error));
  json.number("warnings", report.diagnostics.count(Severity::warning));
  json.number("notes", report.diagnostics.count(Severity::note));
  json.key("findings").array();
  for (const Diagnostic& finding : report.diagnostics.all()) {
    json.object().text("severity", to_string(finding.severity)).text("code", finding.code);
    json.text_unless_empty("file", finding.file).line_or_null("line", finding.place.line);
    json.line_or_null("column", finding.place.column).text("phrase", finding.phrase);
    json.text_unless_empty("hint", finding.hint).end_object();
  }
  json.end_array().end_object();
  return std::move(json).take() + "\n";
}

std::string markdown_findings_report(const FindingsReport& report) {
  std::string out =
      "# " + markdown_text(report.command) + " " + markdown_text(report.config) + "\n\n";
  if (!report.target.empty()) out += markdown_text(report.target) + "\n\n";
  if (!report.diagnostics.all().empty())
    out += "| severity | code | line | finding | remedy |\n|---|---|---|---|---|\n";
  for (const Diagnostic& finding : report.diagnostics.all())
    out += "| " + std::string(to_string(finding.severity)) + " | " + finding.code + " | " +
           (finding.place.line > 0 ? std::to_string(finding.place.line) : "") + " | " +
           markdown_text(finding.phrase) + " | " + markdown_text(finding.hint) + " |\n";
  return out + (report.diagnostics.all().empty() ? "" : "\n") + summary(report.diagnostics) + "\n";
}

}  // namespace fcgi6to7
