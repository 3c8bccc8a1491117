#include "fleet/fleet_report.hpp"

#include <array>

#include "report/html_parts.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::array endings = {".html", ".htm", ".md", ".markdown", ".json", ".jsonl", ".txt"};

bool is_page(std::string_view ending) {
  return ending == ".html" || ending == ".htm";
}

// JSON inside <script>: a "<" could end it.
void append_data(std::string& out, std::string_view json) {
  for (const char c : json)
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
}

constexpr std::string_view servers_section = R"(<section id="servers"><h2>Servers</h2>
<div class="card"><form class="tools" role="search" action="#servers">
<label class="grow">Search names, groups, errors and codes
<input id="search" type="search" autocomplete="off" spellcheck="false"></label>
<label>Status
<select id="status"><option value="">all</option><option>changed</option><option>unchanged</option><option>failed</option></select></label>
<p id="count" role="status"></p></form>
<div id="viewport" tabindex="0" role="region" aria-label="Table of servers">
<table id="table"><caption class="skip">Servers of the run; a name opens the details</caption><thead><tr>
<th scope="col" data-column="0"><button type="button">server</button></th>
<th scope="col" data-column="1"><button type="button">status</button></th>
<th scope="col" data-column="2"><button type="button">changes</button></th>
<th scope="col" data-column="3"><button type="button">errors</button></th>
<th scope="col" data-column="4"><button type="button">warnings</button></th>
<th scope="col" data-column="5"><button type="button">group or error</button></th>
</tr></thead><tbody id="rows"></tbody></table></div>
<noscript><p class="empty">The table needs JavaScript. fleet.json has the same rows.</p></noscript></div></section>
</main>
<dialog id="detail" aria-labelledby="detail-title"><h2 id="detail-title">Server</h2>
<div id="detail-body"></div><button type="button" id="detail-close">Close</button></dialog>
)";

}  // namespace

bool is_fleet_format(std::string_view ending) {
  for (const std::string_view known : endings)
    if (known == ending) return true;
  return false;
}

FleetReport::FleetReport(std::string_view ending) : ending_(ending) {}

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
  JsonWriter out(JsonWriter::Layout::one_line);
  out.array().text(row.server).text(to_string(row.status)).number(row.counts.changes());
  out.number(row.count(Severity::error)).number(row.count(Severity::warning));
  out.text(row.status == ServerStatus::failed ? "" : row.group).text(row.error).array();
  for (const FoldedFinding& finding : row.findings) {
    const auto [kind, is_new] =
        kinds_.try_emplace(finding.code + " " + finding.phrase, kinds_.size());
    if (is_new) {
      JsonWriter words(JsonWriter::Layout::one_line);
      words.array().text(to_string(finding.severity)).text(finding.code).text(finding.phrase);
      words.end_array();
      findings_.append(findings_.empty() ? "" : ",\n").append(words.written());
    }
    out.array().number(kind->second).number(finding.times).end_array();
  }
  out.end_array().text(row.config).text(row.written).text(row.backup).number(row.left_out ? 1 : 0);
  out.end_array();
  rows_.append(rows_.empty() ? "" : ",\n").append(out.written());
}

std::string FleetReport::page(const Summary& summary, std::string_view command) const {
  std::string out = html_begin("FastCGI from IIS 6 to IIS 7: fleet", "fleet.css", "fleet.js");
  out.append(summary.html(command)).append(servers_section);
  out += "<footer>fcgi6to7 " FCGI6TO7_VERSION
         "</footer>\n<script type=\"application/json\" "
         "id=\"data\">{\"findings\":[";
  append_data(out, findings_);
  out += "],\n\"servers\":[";
  append_data(out, rows_);
  return out.append("]}</script>\n").append(html_end("fleet.js"));
}

std::string FleetReport::write(const Summary& summary, std::string_view command) const {
  if (is_page(ending_)) return page(summary, command);
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
