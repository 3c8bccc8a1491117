// The summary of a fleet as the upper part of its page, and as Markdown.
#include "fleet/servers_page.hpp"
#include "fleet/summary.hpp"
#include "report/html_parts.hpp"
#include "report/markdown_parts.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::string trimmed(std::string line) {
  while (line.ends_with('\n')) line.pop_back();
  return line;
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

constexpr std::size_t shown_groups = 200, shown_findings = 500;

}  // namespace

std::string Summary::html(std::string_view command) const {
  std::string out =
      "<header class=\"page-head\"><div><h1>FastCGI from IIS 6 to IIS 7: fleet</h1>\n"
      "<p class=\"verdict\">" +
      fcgi6to7::html(trimmed(headline(command))) + "</p>\n";
  if (interrupted_) out += "<p>The run was interrupted; servers are missing.</p>\n";
  if (stopped_) out += "<p>The run was stopped, because too many servers failed.</p>\n";
  out +=
      "</div></header>\n<nav aria-label=\"Parts of the report\"><ul>"
      "<li><a href=\"#groups\">Groups</a></li><li><a href=\"#findings\">Findings</a></li>"
      "<li><a href=\"#servers\">Servers</a></li></ul></nav>\n<main id=\"content\">\n"
      "<ul class=\"tiles\" aria-label=\"Totals\">\n";
  out += page_tile(servers(), "servers", "") + page_tile(changed_, "with changes", "good") +
         page_tile(unchanged_, "unchanged", "") + page_tile(failed_, "failed", "bad") +
         page_tile(warned_, "with warnings", "warn") +
         page_tile(groups_.size(), "groups of alike plans", "");
  out += "</ul>\n";
  html_groups(out);
  html_findings(out);
  return out;
}

void Summary::html_groups(std::string& out) const {
  out += "<section id=\"groups\"><h2>Groups of alike plans</h2><div class=\"card\">\n";
  if (groups_.empty()) out += "<p class=\"empty\">No server changes.</p>\n";
  std::size_t shown = 0;
  for (const auto* entry : groups()) {
    const auto& [id, group] = *entry;
    if (shown++ == shown_groups) {
      out += "<p class=\"empty\">" + std::to_string(groups_.size() - shown_groups) +
             " smaller groups are found by the search.</p>\n";
      break;
    }
    out += "<div class=\"group\"><details><summary><b>" + plural(group.servers, "server") +
           "</b>, " + plural(group.changes, "change") + " each <code>" + fcgi6to7::html(id) +
           "</code></summary><ul>\n";
    for (const std::string& line : group.lines)
      out += "<li class=\"mono\">" + fcgi6to7::html(line) + "</li>\n";
    out += "</ul></details><p>" + fcgi6to7::html(list_of(group.examples)) +
           (group.servers > group.examples.size() ? " …" : "") +
           " <button type=\"button\" data-find=\"" + fcgi6to7::html(id) +
           "\" aria-label=\"Find the servers of group " + fcgi6to7::html(id) +
           "\">Find its servers</button></p></div>\n";
  }
  out += "</div></section>\n";
}

void Summary::html_findings(std::string& out) const {
  out += "<section id=\"findings\"><h2>Findings</h2><div class=\"card\">\n";
  if (kinds_.empty() && run_findings_.empty())
    out += "<p class=\"empty\">Nothing to report.</p></div></section>\n";
  if (kinds_.empty() && run_findings_.empty()) return;
  out +=
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Findings\"><table>"
      "<caption class=\"skip\">Findings, the worst first</caption><thead><tr>"
      "<th scope=\"col\">severity</th><th scope=\"col\">code</th><th scope=\"col\">finding</th>"
      "<th scope=\"col\">servers</th><th scope=\"col\">for example</th></tr></thead><tbody>\n";
  for (const Diagnostic& finding : run_findings_)
    out += "<tr><td>" + html_tag(to_string(finding.severity)) + "</td><td>" +
           html_code(finding.code) + "</td><th scope=\"row\">" +
           fcgi6to7::html(finding.file + ": " + finding.phrase) + "</th><td></td><td></td></tr>\n";
  std::size_t shown = 0;
  for (const Kind* kind : kinds()) {
    if (shown++ == shown_findings) break;
    out += "<tr><td>" + html_tag(to_string(kind->severity)) + "</td><td class=\"where\">" +
           kind->code + "</td><th scope=\"row\">" + fcgi6to7::html(kind->phrase) +
           "</th><td class=\"number\">" + std::to_string(kind->servers) +
           "</td><td class=\"why\">" + fcgi6to7::html(list_of(kind->examples)) + "</td></tr>\n";
  }
  out += "</tbody></table></div></div></section>\n";
}

std::string Summary::markdown(std::string_view command) const {
  std::string out = "# FastCGI from IIS 6 to IIS 7: fleet\n\n" +
                    markdown_text(trimmed(headline(command))) + "\n\n";
  if (!groups_.empty()) {
    out +=
        "## Groups of alike plans\n\n| group | servers | changes | for example "
        "|\n|---|---|---|---|\n";
    for (const auto* entry : groups())
      out += "| `" + entry->first + "` | " + std::to_string(entry->second.servers) + " | " +
             std::to_string(entry->second.changes) + " | " +
             markdown_text(list_of(entry->second.examples)) + " |\n";
    out += "\n";
  }
  if (!kinds_.empty()) {
    out += "## Findings\n\n| severity | code | finding | servers |\n|---|---|---|---|\n";
    for (const Kind* kind : kinds())
      out += "| " + std::string(to_string(kind->severity)) + " | " + kind->code + " | " +
             markdown_text(kind->phrase) + " | " + std::to_string(kind->servers) + " |\n";
    out += "\n";
  }
  if (!failures_.empty()) {
    out += "## Failures\n\n| server | error |\n|---|---|\n";
    for (const Failed& failure : failures_)
      out += "| " + markdown_text(failure.server) + " | " + markdown_text(failure.error) + " |\n";
  }
  return out;
}

}  // namespace fcgi6to7
