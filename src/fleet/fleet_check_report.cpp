#include "fleet/fleet_check_report.hpp"

#include <map>
#include <vector>

#include "fleet/servers_page.hpp"
#include "report/findings.hpp"
#include "report/html_parts.hpp"
#include "report/ink.hpp"
#include "report/json_writer.hpp"
#include "report/markdown_parts.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t shown_servers = 3;  // that have a code, as examples

std::string many(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// A code on all servers that have it.
struct Kind {
  Severity severity = Severity::note;
  std::string code;
  const Explanation* row = nullptr;
  std::size_t times = 0, servers = 0;
  std::vector<std::string_view> examples;

  std::string title() const { return row ? row->title : ""; }
  std::string list_of_examples() const {
    std::string list;
    for (const std::string_view server : examples)
      list.append(list.empty() ? "" : ", ").append(server);
    return list + (servers > examples.size() ? ", …" : "");
  }
};

// The worst first, then by code.
std::vector<Kind> kinds_of(const FleetCheckResult& result, const Mapping& mapping) {
  std::map<std::pair<int, std::string>, Kind> kinds;
  std::map<const Kind*, const CheckedServer*> last;
  for (const CheckedServer& server : result.servers)
    for (const Diagnostic& finding : server.findings.all()) {
      Kind& kind = kinds[{-static_cast<int>(finding.severity), finding.code}];
      ++kind.times;
      kind.severity = finding.severity;
      if (std::exchange(last[&kind], &server) == &server) continue;
      ++kind.servers;
      if (kind.examples.size() < shown_servers) kind.examples.push_back(server.server);
    }
  std::vector<Kind> sorted;
  for (auto& [key, kind] : kinds) {
    kind.code = key.second;
    kind.row = mapping.find_explanation(key.second);
    sorted.push_back(std::move(kind));
  }
  return sorted;
}

std::string headline(const FleetCheckResult& result) {
  std::size_t clean = 0;
  for (const CheckedServer& server : result.servers) clean += server.findings.all().empty() ? 1 : 0;
  return many(result.servers.size(), "server") + ", " + std::to_string(clean) +
         " without a finding.";
}

std::string_view status_of(const CheckedServer& server) {
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note})
    if (server.findings.count(severity) > 0) return to_string(severity);
  return "clean";
}

PageServer page_server(const CheckedServer& server, std::string& codes) {
  PageServer row;
  row.server = server.server;
  row.status = status_of(server);
  row.numbers = {server.findings.count(Severity::error), server.findings.count(Severity::warning),
                 server.findings.count(Severity::note)};
  row.config = server.config;
  std::map<std::string_view, std::size_t> of_code;
  for (const Diagnostic& finding : server.findings.all()) {
    ++of_code[finding.code];
    row.findings.push_back({finding.severity, finding.code, finding.phrase, finding.hint, 1});
  }
  for (const auto& [code, times] : of_code) codes.append(codes.empty() ? "" : " ").append(code);
  row.mark = codes;
  return row;
}

std::string tiles(const FleetCheckResult& result) {
  std::map<std::string_view, std::uint64_t> servers;
  for (const CheckedServer& server : result.servers) ++servers[status_of(server)];
  return "<ul class=\"tiles\" aria-label=\"Totals\">\n" +
         page_tile(result.servers.size(), "servers", "") +
         page_tile(servers["error"], "with errors", "bad") +
         page_tile(servers["warning"], "with warnings at worst", "warn") +
         page_tile(servers["note"], "with notes alone", "") +
         page_tile(servers["clean"], "without a finding", "good") + "</ul>\n";
}

std::string html_kind(const Kind& kind) {
  std::string out = "<tr><td>" + html_tag(to_string(kind.severity)) + "</td><td>" +
                    html_code(kind.code) + "</td><th scope=\"row\">" + html(kind.title());
  if (kind.row)
    out += "<p class=\"why\">" + html(kind.row->consequence + " " + kind.row->remedy) + "</p>";
  return out + "</th><td class=\"number\">" + std::to_string(kind.servers) +
         "</td><td class=\"number\">" + std::to_string(kind.times) + "</td><td>" +
         html(kind.list_of_examples()) + " <button type=\"button\" data-find=\"" + html(kind.code) +
         "\" aria-label=\"Find the servers with " + html(kind.code) +
         "\">Find its servers</button></td></tr>\n";
}

std::string html_problem(const Diagnostic& problem) {
  return "<tr><td>" + html_tag(to_string(problem.severity)) + "</td><td>" +
         html_code(problem.code) + "</td><th scope=\"row\">" +
         html(problem.file + ": " + problem.phrase) + "</th><td></td><td></td><td></td></tr>\n";
}

}  // namespace

std::string text_fleet_check(const FleetCheckResult& result, const Mapping& mapping,
                             const TextStyle& style) {
  std::string out = text_findings(result.problems, style);
  const std::vector<Kind> kinds = kinds_of(result, mapping);
  for (const Kind& kind : kinds)
    out += std::string(to_string(kind.severity)) + " " + kind.code + ": " + kind.title() + ": " +
           many(kind.servers, "server") + ", " + many(kind.times, "time") + "\n";
  if (!kinds.empty()) out += "\n";
  if (style.detail != Detail::quiet)
    for (const CheckedServer& server : result.servers) {
      if (server.findings.all().empty()) continue;
      out += printable(server.server) + ": " + findings_summary(server.findings) + "\n";
      if (style.detail == Detail::verbose) out += text_findings(server.findings, style) + "\n";
    }
  return out + headline(result) + "\n";
}

std::string json_fleet_check(const FleetCheckResult& result) {
  JsonWriter json(JsonWriter::Layout::indented);
  json.object().number("format", 1).text("command", "fleet check").key("problems");
  write_findings(result.problems, json);
  json.key("servers").array();
  for (const CheckedServer& server : result.servers) {
    json.object().text("server", server.server).text("config", server.config);
    json.number("errors", server.findings.count(Severity::error));
    json.number("warnings", server.findings.count(Severity::warning));
    json.number("notes", server.findings.count(Severity::note)).key("findings");
    write_findings(server.findings, json);
    json.end_object();
  }
  json.end_array().end_object();
  return std::move(json).take() + "\n";
}

std::string markdown_fleet_check(const FleetCheckResult& result, const Mapping& mapping) {
  std::string out = "# Would the servers serve?\n\n" + headline(result) + "\n";
  for (const Diagnostic& problem : result.problems.all())
    out += "\n- " + std::string(to_string(problem.severity)) + " " + problem.code + ": " +
           markdown_text(problem.file + ": " + problem.phrase) + "\n";
  const std::vector<Kind> kinds = kinds_of(result, mapping);
  if (kinds.empty()) return out;
  out +=
      "\n## Findings\n\n| severity | code | finding | servers | times | for example | remedy |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const Kind& kind : kinds)
    out += "| " + std::string(to_string(kind.severity)) + " | " + kind.code + " | " +
           markdown_text(kind.title()) + " | " + std::to_string(kind.servers) + " | " +
           std::to_string(kind.times) + " | " + markdown_text(kind.list_of_examples()) + " | " +
           markdown_text(kind.row ? kind.row->remedy : "") + " |\n";
  out += "\n## Servers\n\n| server | errors | warnings | notes | codes |\n|---|---|---|---|---|\n";
  for (const CheckedServer& server : result.servers) {
    if (server.findings.all().empty()) continue;
    std::string codes;
    const PageServer row = page_server(server, codes);
    out += "| " + markdown_text(row.server) + " |";
    for (const std::uint64_t number : row.numbers) out += " " + std::to_string(number) + " |";
    out += " " + codes + " |\n";
  }
  return out;
}

std::string html_fleet_check(const FleetCheckResult& result, const Mapping& mapping) {
  const std::string_view title = "Would the servers serve?";
  std::string upper =
      "<header class=\"page-head\"><div><h1>" + html(title) + "</h1>\n<p class=\"verdict\">" +
      html(headline(result)) +
      "</p>\n</div></header>\n<nav aria-label=\"Parts of the report\"><ul>"
      "<li><a href=\"#findings\">Findings</a></li>"
      "<li><a href=\"#servers\">Servers</a></li></ul></nav>\n<main id=\"content\">\n" +
      tiles(result) + "<section id=\"findings\"><h2>Findings</h2><div class=\"card\">\n";
  const std::vector<Kind> kinds = kinds_of(result, mapping);
  if (kinds.empty() && result.problems.all().empty()) {
    upper += "<p class=\"empty\">Nothing to report.</p>\n";
  } else {
    upper +=
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Findings\"><table>"
        "<caption class=\"skip\">Findings by code, the worst first</caption><thead><tr>";
    for (const char* head : {"severity", "code", "finding", "servers", "times", "for example"})
      upper += "<th scope=\"col\">" + std::string(head) + "</th>";
    upper += "</tr></thead><tbody>\n";
    for (const Diagnostic& problem : result.problems.all()) upper += html_problem(problem);
    for (const Kind& kind : kinds) upper += html_kind(kind);
    upper += "</tbody></table></div>\n";
  }
  upper += "</div></section>\n";
  ServersPage page({title,
                    {"errors", "warnings", "notes"},
                    "codes",
                    "codes",
                    {"error", "warning", "note", "clean"}});
  for (const CheckedServer& server : result.servers) {
    std::string codes;
    page.add(page_server(server, codes));
  }
  return page.write(upper);
}

std::optional<std::string> fleet_check_report(std::string_view format,
                                              const FleetCheckResult& result,
                                              const Mapping& mapping, const TextStyle& style) {
  if (format == "text" || format == ".txt") return text_fleet_check(result, mapping, style);
  if (format == "json" || format == ".json") return json_fleet_check(result);
  if (format == "markdown" || format == ".md" || format == ".markdown")
    return markdown_fleet_check(result, mapping);
  if (format == "html" || format == ".html" || format == ".htm")
    return html_fleet_check(result, mapping);
  return std::nullopt;
}

}  // namespace fcgi6to7
