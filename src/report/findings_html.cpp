// The findings of verify and check as a page for a browser.
#include "report/findings.hpp"
#include "report/html_parts.hpp"

namespace fcgi6to7 {
namespace {

std::string table(std::string_view caption, std::initializer_list<std::string_view> heads) {
  std::string out = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                    html(caption) + "\"><table><caption class=\"skip\">" + html(caption) +
                    "</caption><thead><tr>";
  for (const std::string_view head : heads)
    out.append("<th scope=\"col\">").append(head).append("</th>");
  return out + "</tr></thead><tbody>\n";
}

std::string finding_row(const Diagnostic& finding) {
  const std::string line =
      finding.place.line > 0 ? ":" + std::to_string(finding.place.line) : std::string();
  return "<tr><td>" + html_tag(to_string(finding.severity)) + "</td><td><code>" +
         html(finding.code) + "</code></td><td>" +
         (finding.file.empty() ? "" : html(finding.file + line)) + "</td><td>" +
         html(finding.phrase) + "</td><td>" + html(finding.hint) + "</td></tr>\n";
}

std::string accounts_section(const std::vector<SiteAccount>& accounts) {
  if (accounts.empty()) return {};
  std::string out =
      "<section id=\"accounts\"><h2>Accounts</h2>\n" +
      table("Who FastCGI processes run as",
            {"Site", "Application pool", "Worker process", "Anonymous requests",
             "fastcgi.impersonate", "Opens files as", "Departs from practice", "Rights"});
  for (const SiteAccount& account : accounts) {
    out += "<tr>";
    for (const std::string& cell : {account.site, account.pool, account.identity, account.anonymous,
                                    account.impersonate, account.runs_as})
      out += "<td>" + html(cell) + "</td>";
    out += "<td>";
    for (const SiteAccount::Departure& departure : account.departures)
      out += "<p>" + html(departure.what) + "</p>";
    out += "</td><td>";
    for (const std::string& right : account.rights) out += "<p>" + html_code(right) + "</p>";
    out += "</td></tr>\n";
  }
  return out + "</tbody></table></div></section>\n";
}

}  // namespace

std::string html_findings_report(const FindingsReport& report) {
  const std::string title = std::string(report.command) + " " + std::string(report.config);
  std::string out = html_begin(title, "", "");
  out += "<header class=\"page-head\"><div><h1>" + html(title) + "</h1>\n";
  if (!report.target.empty()) out += "<p>" + html(report.target) + "</p>\n";
  out +=
      "<p class=\"verdict\">" + html(findings_summary(report.diagnostics)) +
      "</p>\n</div></header>\n<main id=\"content\">\n<section id=\"findings\"><h2>Findings</h2>\n";
  if (report.diagnostics.all().empty()) {
    out += "<div class=\"card\"><p class=\"empty\">Nothing to report.</p></div>\n";
  } else {
    out += table("Findings", {"Severity", "Code", "Place", "Finding", "Remedy"});
    for (const Severity severity : {Severity::error, Severity::warning, Severity::note})
      for (const Diagnostic& finding : report.diagnostics.all())
        if (finding.severity == severity) out += finding_row(finding);
    out += "</tbody></table></div>\n";
  }
  return out + "</section>\n" + accounts_section(report.accounts) +
         "</main>\n<footer>fcgi6to7 " FCGI6TO7_VERSION "</footer>\n" + html_end("");
}

}  // namespace fcgi6to7
