#include "report/findings.hpp"

#include "report/ink.hpp"
#include "report/json_writer.hpp"
#include "report/markdown_parts.hpp"

namespace fcgi6to7 {
namespace {

std::string count_text(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// Who FastCGI processes run as, and the icacls lines of each site.
std::string accounts_text(const std::vector<SiteAccount>& accounts) {
  std::string out;
  for (const SiteAccount& account : accounts) {
    out +=
        "\n" + printable(account.site) + "  (application pool " + printable(account.pool) + ")\n";
    out += "  worker process          " + printable(account.identity) + "\n";
    out += "  anonymous requests      " + printable(account.anonymous) + "\n";
    out += "  fastcgi.impersonate     " + account.impersonate + "\n";
    out += "  programs open files as  " + printable(account.runs_as) + "\n";
    for (const SiteAccount::Departure& departure : account.departures)
      out += "  departs from practice   " + printable(departure.what) + "\n";
    for (const std::string& right : account.rights) out += "  " + printable(right) + "\n";
  }
  return out;
}

std::string joined(const std::vector<SiteAccount::Departure>& departures) {
  std::string out;
  for (const SiteAccount::Departure& departure : departures)
    out += (out.empty() ? "" : "; ") + departure.what;
  return out;
}

std::string accounts_markdown(const std::vector<SiteAccount>& accounts) {
  std::string out, rights;
  for (const SiteAccount& account : accounts) {
    out += "|";
    for (const std::string& cell :
         {account.site, account.pool, account.identity, account.anonymous, account.impersonate,
          account.runs_as, joined(account.departures)})
      out += " " + markdown_text(cell) + " |";
    out += "\n";
    for (const std::string& right : account.rights) rights += "    " + printable(right) + "\n";
  }
  if (out.empty()) return out;
  return "\n## Accounts\n\n| site | pool | worker process | anonymous requests | "
         "fastcgi.impersonate | opens files as | departs from practice |\n"
         "|---|---|---|---|---|---|---|\n" +
         out + "\n" + rights;
}

void accounts_json(const std::vector<SiteAccount>& accounts, JsonWriter& json) {
  json.key("accounts").array();
  for (const SiteAccount& account : accounts) {
    json.object().text("site", account.site).text("pool", account.pool);
    json.text("identity", account.identity).text("anonymous", account.anonymous);
    json.text("impersonate", account.impersonate).text("runsAs", account.runs_as);
    json.key("departures").array();
    for (const SiteAccount::Departure& departure : account.departures)
      json.object().text("what", departure.what).text("remedy", departure.remedy).end_object();
    json.end_array().key("rights").array();
    for (const std::string& right : account.rights) json.text(right);
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

std::string findings_summary(const Diagnostics& diagnostics) {
  return count_text(diagnostics.count(Severity::error), "error") + ", " +
         count_text(diagnostics.count(Severity::warning), "warning") + ", " +
         count_text(diagnostics.count(Severity::note), "note") + ".";
}

void write_findings(const Diagnostics& findings, JsonWriter& json) {
  json.array();
  for (const Diagnostic& finding : findings.all()) {
    json.object().text("severity", to_string(finding.severity)).text("code", finding.code);
    json.text_unless_empty("file", finding.file).line_or_null("line", finding.place.line);
    json.line_or_null("column", finding.place.column).text("phrase", finding.phrase);
    json.text_unless_empty("hint", finding.hint).end_object();
  }
  json.end_array();
}

std::string text_findings_report(const FindingsReport& report, const TextStyle& style) {
  std::string out;
  if (!report.target.empty() && style.detail != Detail::quiet)
    out = printable(report.config) + " for " + printable(report.target) + "\n\n";
  out += text_findings(report.diagnostics, style);
  return out + (report.diagnostics.all().empty() ? "" : "\n") +
         findings_summary(report.diagnostics) + "\n" + accounts_text(report.accounts);
}

std::string json_findings_report(const FindingsReport& report) {
  JsonWriter json(JsonWriter::Layout::indented);
  json.object().number("format", 1).text("command", report.command);
  json.text("config", report.config).text_unless_empty("target", report.target);
  json.number("errors", report.diagnostics.count(Severity::error));
  json.number("warnings", report.diagnostics.count(Severity::warning));
  json.number("notes", report.diagnostics.count(Severity::note));
  json.key("findings");
  write_findings(report.diagnostics, json);
  if (!report.accounts.empty()) accounts_json(report.accounts, json);
  json.end_object();
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
  return out + (report.diagnostics.all().empty() ? "" : "\n") +
         findings_summary(report.diagnostics) + "\n" + accounts_markdown(report.accounts);
}

}  // namespace fcgi6to7
