#include "fleet/servers_page.hpp"

#include "report/html_parts.hpp"

namespace fcgi6to7 {
namespace {

// JSON inside <script>: a "<" could end it.
void append_data(std::string& out, std::string_view json) {
  for (const char c : json)
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
}

}  // namespace

void ServersPage::add(const PageServer& server) {
  JsonWriter out(JsonWriter::Layout::one_line);
  out.array().text(server.server).text(server.status);
  for (const std::uint64_t number : server.numbers) out.number(number);
  out.text(server.mark).text(server.error).array();
  for (const PageFinding& finding : server.findings) {
    std::string key(finding.code);
    key.append(" ").append(finding.phrase).append("\n").append(finding.hint);
    const auto [kind, is_new] = kinds_.try_emplace(std::move(key), kinds_.size());
    if (is_new) {
      JsonWriter words(JsonWriter::Layout::one_line);
      words.array().text(to_string(finding.severity)).text(finding.code).text(finding.phrase);
      if (!finding.hint.empty()) words.text(finding.hint);
      words.end_array();
      findings_.append(findings_.empty() ? "" : ",\n").append(words.written());
    }
    out.array().number(kind->second).number(finding.times).end_array();
  }
  out.end_array().text(server.config).text(server.written).text(server.backup);
  out.number(server.left_out ? 1 : 0).end_array();
  rows_.append(rows_.empty() ? "" : ",\n").append(out.written());
}

std::string ServersPage::servers_section() const {
  std::string out =
      "<section id=\"servers\"><h2>Servers</h2>\n"
      "<div class=\"card\"><form class=\"tools\" role=\"search\" action=\"#servers\">\n"
      "<label class=\"grow\">Search names, groups, errors and codes\n"
      "<input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>\n"
      "<label>Status\n<select id=\"status\"><option value=\"\">all</option>";
  for (const std::string_view status : words_.statuses)
    out.append("<option>").append(status).append("</option>");
  out +=
      "</select></label>\n<p id=\"count\" role=\"status\"></p></form>\n"
      "<div id=\"viewport\" tabindex=\"0\" role=\"region\" aria-label=\"Table of servers\">\n"
      "<table id=\"table\"><caption class=\"skip\">Servers of the run; a name opens the details"
      "</caption><thead><tr>\n";
  int column = 0;
  for (const std::string_view head :
       {std::string_view("server"), std::string_view("status"), words_.numbers[0],
        words_.numbers[1], words_.numbers[2], words_.mark})
    out.append("<th scope=\"col\" data-column=\"" + std::to_string(column++))
        .append("\"><button type=\"button\">")
        .append(head)
        .append("</button></th>\n");
  return out +
         "</tr></thead><tbody id=\"rows\"></tbody></table></div>\n"
         "<noscript><p class=\"empty\">The table needs JavaScript. The JSON report has the same "
         "rows.</p></noscript></div></section>\n</main>\n"
         "<dialog id=\"detail\" aria-labelledby=\"detail-title\"><h2 id=\"detail-title\">Server"
         "</h2>\n<div id=\"detail-body\"></div><button type=\"button\" id=\"detail-close\">Close"
         "</button></dialog>\n";
}

std::string ServersPage::write(std::string_view upper) const {
  std::string out = html_begin(words_.title, "fleet.css", "fleet.js");
  out.append(upper).append(servers_section());
  out += "<footer>fcgi6to7 " FCGI6TO7_VERSION
         "</footer>\n<script type=\"application/json\" id=\"data\">{\"columns\":[";
  for (const std::string_view name : words_.numbers) out.append("\"").append(name).append("\",");
  out.append("\"").append(words_.mark_alone).append("\"],\n\"findings\":[");
  append_data(out, findings_);
  out += "],\n\"servers\":[";
  append_data(out, rows_);
  return out.append("]}</script>\n").append(html_end("fleet.js"));
}

std::string page_tile(std::uint64_t number, std::string_view words, std::string_view style) {
  return "<li class=\"" + std::string(number > 0 ? style : "") + "\"><b>" + std::to_string(number) +
         "</b>" + std::string(words) + "</li>\n";
}

}  // namespace fcgi6to7
