#include <algorithm>
#include <vector>

#include "report/json_writer.hpp"
#include "report/report.hpp"

namespace fcgi6to7 {
namespace {

// A file's name as a URI reference: bytes that may not stand in one are %-escaped.
std::string uri_of(std::string_view file) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string uri;
  // A drive would be read as a scheme: C:\x is file:///C:/x.
  if (file.size() > 1 && file[1] == ':') uri = "file:///";
  const bool has_scheme = !uri.empty();
  for (std::size_t at = 0; at < file.size(); ++at) {
    const char c = file[at] == '\\' ? '/' : file[at];
    const auto byte = static_cast<unsigned char>(c);
    const bool stays = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' || c == '/' ||
                       (c == ':' && has_scheme && at == 1);
    if (stays)
      uri += c;
    else
      uri.append("%").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
  return uri;
}

std::string_view level_of(Severity severity) {
  return to_string(severity);  // SARIF's words are ours
}

void write_message(JsonWriter& out, std::string_view name, std::string_view text) {
  out.key(name).object().text("text", text).end_object();
}

void write_rules(JsonWriter& out, const Report& report, const std::vector<std::string>& codes) {
  out.key("rules").array();
  for (const std::string& code : codes) {
    out.object().text("id", code);
    if (const Explanation* explanation = report.mapping.find_explanation(code)) {
      write_message(out, "shortDescription", explanation->title);
      write_message(out, "fullDescription",
                    explanation->cause + ". " + explanation->consequence + ".");
      write_message(out, "help", explanation->remedy + ".");
    }
    out.end_object();
  }
  out.end_array();
}

void write_result(JsonWriter& out, const Diagnostic& finding,
                  const std::vector<std::string>& codes) {
  const auto rule = std::lower_bound(codes.begin(), codes.end(), finding.code);
  out.object().text("ruleId", finding.code);
  out.number("ruleIndex", static_cast<std::uint64_t>(rule - codes.begin()));
  out.text("level", level_of(finding.severity));
  write_message(out, "message",
                finding.hint.empty() ? finding.phrase : finding.phrase + ". " + finding.hint);
  if (!finding.file.empty()) {
    out.key("locations").array().object().key("physicalLocation").object();
    out.key("artifactLocation").object().text("uri", uri_of(finding.file)).end_object();
    if (finding.place.line > 0)
      out.key("region")
          .object()
          .number("startLine", static_cast<std::uint64_t>(finding.place.line))
          .number("startColumn", static_cast<std::uint64_t>(std::max(finding.place.column, 1)))
          .end_object();
    out.end_object().end_object().end_array();
  }
  out.end_object();
}

}  // namespace

std::string sarif_report(const Report& report) {
  std::vector<std::string> codes;
  for (const Diagnostic& finding : report.diagnostics.all()) codes.push_back(finding.code);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  JsonWriter out(JsonWriter::Layout::indented);
  out.object().text("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  out.text("version", "2.1.0").key("runs").array().object();
  out.key("tool").object().key("driver").object().text("name", "fcgi6to7");
  out.text("semanticVersion", FCGI6TO7_VERSION);
  write_rules(out, report, codes);
  out.end_object().end_object();
  // Columns count characters, as ours do.
  out.text("columnKind", "unicodeCodePoints").key("results").array();
  for (const Diagnostic& finding : report.diagnostics.all()) write_result(out, finding, codes);
  out.end_array().key("properties").object().boolean("secretsMasked", report.masks_secrets);
  out.end_object().end_object().end_array();
  return std::move(out.end_object()).take() + "\n";
}

}  // namespace fcgi6to7
