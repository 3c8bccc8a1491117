#include "report/excerpt.hpp"
#include "report/html_diff.hpp"
#include "report/html_parts.hpp"
#include "report/html_routing.hpp"
#include "report/report.hpp"

namespace fcgi6to7 {
namespace {

std::string place_of(const std::string& file, int line) {
  if (file.empty()) return {};
  return html(line > 0 ? file + ":" + std::to_string(line) : file);
}

std::string fate_of(const Change& change) {
  if (change.action == Action::skip) return std::string(to_string(change.fate));
  if (change.action == Action::create && change.pinned) return "pinned";
  return std::string(to_string(change.action));
}

std::string level_of(const std::string& level) {
  return level.empty() ? "the server" : html(level);
}

std::string tile(std::size_t number, std::string_view words, std::string_view style) {
  return "<li class=\"" + std::string(number > 0 ? style : "") + "\"><b>" + std::to_string(number) +
         "</b>" + std::string(words) + "</li>\n";
}

std::string table(std::string_view caption, std::initializer_list<std::string_view> heads) {
  std::string out = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                    html(caption) + "\"><table><caption class=\"skip\">" + html(caption) +
                    "</caption><thead><tr>";
  for (const std::string_view head : heads)
    out.append("<th scope=\"col\">").append(head).append("</th>");
  return out + "</tr></thead><tbody>\n";
}

constexpr std::string_view table_end = "</tbody></table></div>\n";

class Page {
 public:
  explicit Page(const Report& report) : report_(report), outcome_(report.outcome) {}

  std::string write() {
    const std::string name =
        report_.inputs.config ? report_.inputs.config->name : report_.inputs.ini.name;
    out_ = html_begin("FastCGI from IIS 6 to IIS 7: " + name, "", "");
    head();
    out_ += "<main id=\"content\">\n";
    tiles();
    findings();
    out_ += "<section id=\"routing\"><h2>Routing</h2><div class=\"card\">\n" +
            html_routing(report_.plan) + "</div></section>\n";
    pools();
    handlers();
    bindings();
    diff();
    out_ += "</main>\n<footer>fcgi6to7 " FCGI6TO7_VERSION "</footer>\n" + html_end("");
    return std::move(out_);
  }

 private:
  std::string verdict() const {
    if (report_.command == "inspect") return "What fcgiext.ini says.";
    if (!outcome_.patched)
      return "Refused: nothing is written until the errors below are corrected, or left out with "
             "--partial.";
    if (!report_.written_to.empty())
      return "Written to " + report_.written_to +
             (report_.backup.empty() ? "." : "; the old file is kept as " + report_.backup + ".");
    if (!outcome_.has_changes()) return "The config needs no change.";
    return report_.command == "plan" ? "This is a plan: the config is not touched."
                                     : "Nothing is written.";
  }

  void head() {
    const SourceFacts& source = outcome_.source;
    out_ += "<header class=\"page-head\"><div><h1>FastCGI from IIS 6 to IIS 7</h1>\n<p><strong>" +
            html(report_.inputs.ini.name) + "</strong>: FastCGI extension " +
            std::string(to_string(source.version)) + (source.decided ? "" : " (assumed)");
    for (const Evidence& evidence : source.evidence) out_ += "; " + html(evidence.what);
    out_ += "</p>\n";
    if (report_.inputs.config)
      out_ += "<p><strong>" + html(report_.inputs.config->name) + "</strong>: IIS " +
              html(outcome_.target.version) + " (" + html(outcome_.target.reason) + ")</p>\n";
    out_ += "<p class=\"verdict\">" + html(verdict()) + "</p>\n";
    if (outcome_.left_out) out_ += "<p>Something was left out: see the errors.</p>\n";
    if (report_.masks_secrets) out_ += "<p>" + html(masking_note) + "</p>\n";
    out_ +=
        "</div></header>\n<nav aria-label=\"Parts of the report\"><ul>"
        "<li><a href=\"#findings\">Findings</a></li><li><a href=\"#routing\">Routing</a></li>"
        "<li><a href=\"#pools\">Process pools</a></li>";
    if (has_handlers()) out_ += "<li><a href=\"#handlers\">Handler mappings</a></li>";
    if (!report_.plan.bindings.empty()) out_ += "<li><a href=\"#bindings\">Bindings</a></li>";
    if (!report_.diff.empty()) out_ += "<li><a href=\"#diff\">Diff</a></li>";
    out_ += "</ul></nav>\n";
  }

  void tiles() {
    const Counts counts = report_.plan.counts();
    out_ += "<ul class=\"tiles\" aria-label=\"Totals\">\n";
    out_ += tile(report_.plan.applications.size(), "process pools", "") +
            tile(counts.create, "values to create", "good") + tile(counts.set, "to set", "good") +
            tile(counts.keep, "already right", "") + tile(counts.skip, "not carried over", "warn");
    out_ += tile(report_.diagnostics.count(Severity::error), "errors", "bad") +
            tile(report_.diagnostics.count(Severity::warning), "warnings", "warn") +
            tile(report_.diagnostics.count(Severity::note), "notes", "");
    out_ += "</ul>\n";
  }

  void findings() {
    out_ += "<section id=\"findings\"><h2>Findings</h2><div class=\"card\">\n";
    if (report_.diagnostics.all().empty()) out_ += "<p class=\"empty\">Nothing to report.</p>\n";
    for (const Severity severity : {Severity::error, Severity::warning, Severity::note})
      for (const Diagnostic& finding : report_.diagnostics.all())
        if (finding.severity == severity) write(finding);
    out_ += "</div></section>\n";
  }

  void write(const Diagnostic& finding) {
    out_ += "<article class=\"finding\">" + html_tag(to_string(finding.severity)) + " <code>" +
            html(finding.code) + "</code> <span class=\"where\">" +
            place_of(finding.file, finding.place.line) + "</span>\n<p class=\"phrase\">" +
            html(finding.phrase) + "</p>\n";
    if (const Excerpt excerpt = excerpt_of(finding); !excerpt.carets.empty())
      out_ += "<pre tabindex=\"0\">" + html(excerpt.line) + "\n" + excerpt.before + excerpt.carets +
              "</pre>\n";
    if (!finding.hint.empty()) out_ += "<p class=\"hint\">" + html(finding.hint) + "</p>\n";
    if (const Explanation* more = report_.mapping.find_explanation(finding.code))
      out_ += "<details><summary>" + html(more->title) + "</summary><p>" + html(more->cause) +
              ".</p><p>" + html(more->consequence) + ".</p><p>" + html(more->remedy) +
              ".</p></details>\n";
    out_ += "</article>\n";
  }

  void pools() {
    out_ += "<section id=\"pools\"><h2>Process pools</h2>\n";
    if (report_.plan.applications.empty())
      out_ += "<div class=\"card\"><p class=\"empty\">There is none.</p></div>\n";
    for (const ApplicationPlan& application : report_.plan.applications) pool(application);
    out_ += "</section>\n";
  }

  static std::string_view state_of(const ApplicationPlan& application) {
    if (application.action == Action::create) return "new process pool";
    if (application.action == Action::set) return "existing process pool changes";
    return application.action == Action::skip ? "left out" : "existing process pool stays as it is";
  }

  void pool(const ApplicationPlan& application) {
    std::string names;
    for (const std::string& name : application.pools)
      names += (names.empty() ? "[" : ", [") + name + "]";
    out_ += "<div class=\"card pool\"><header><h3>" + html(names) + "</h3><p>" +
            std::string(state_of(application)) +
            (application.full_path.empty() ? "" : ": " + html_code(application.full_path)) +
            (application.arguments.empty() ? "" : " with " + html_code(application.arguments)) +
            "</p></header>\n";
    out_ += table("Settings of " + names, {"IIS 6", "line", "fate", "IIS 7", "value", "why"});
    for (const Change& change : application.changes) {
      out_ += "<tr><th scope=\"row\">" + html_code(change.from.text) + "</th><td class=\"where\">" +
              (change.from.line > 0 ? place_of(change.from.file, change.from.line) : "") +
              "</td><td>" + html_tag(fate_of(change)) + "</td><td>" + html_code(change.attribute) +
              "</td><td>" + value_of(change) + "</td><td class=\"why\">" + html(change.reason) +
              "</td></tr>\n";
    }
    out_.append(table_end).append("</div>\n");
  }

  static std::string shown(const std::string& value) {
    return value.empty() ? "(empty)" : html_code(value);
  }

  static std::string value_of(const Change& change) {
    std::string text;
    if (change.before && change.before != change.after && change.action != Action::keep)
      text += "<span class=\"old\">" + shown(*change.before) + "</span> ";
    if (change.after && change.action != Action::skip) text += shown(*change.after);
    return text;
  }

  bool has_handlers() const {
    return !report_.plan.handlers.empty() || !report_.plan.access_policies.empty();
  }

  void handlers() {
    if (!has_handlers()) return;
    out_ += "<section id=\"handlers\"><h2>Handler mappings</h2><div class=\"card\">\n" +
            table("Handler mappings", {"request", "at", "fate", "line", "name", "pool", "why"});
    for (const HandlerPlan& handler : report_.plan.handlers) {
      out_ += "<tr><th scope=\"row\">" + html_code(handler.path) + "</th><td>" +
              level_of(handler.level) + "</td><td>" + html_tag(to_string(handler.action)) +
              "</td><td class=\"where\">" + place_of(handler.from.file, handler.from.line) +
              "</td><td>" + html_code(handler.name) + "</td><td>" + html(handler.pool) +
              "</td><td class=\"why\">" + html(handler.reason);
      for (const Change& change : handler.changes)
        out_ += "<br>" + html_code(change.attribute) + " " + value_of(change);
      out_ += "</td></tr>\n";
    }
    for (const AccessPlan& access : report_.plan.access_policies)
      out_ += "<tr><th scope=\"row\">accessPolicy</th><td>" + level_of(access.level) + "</td><td>" +
              html_tag(to_string(access.action)) + "</td><td></td><td>" + html_code(access.after) +
              "</td><td></td><td class=\"why\">" + html(access.reason) + "</td></tr>\n";
    out_.append(table_end).append("</div></section>\n");
  }

  void bindings() {
    if (report_.plan.bindings.empty()) return;
    out_ += "<section id=\"bindings\"><h2>Bindings of [Types]</h2><div class=\"card\">\n" +
            table("Bindings of [Types]", {"binding", "line", "fate", "what becomes of it"});
    for (const BindingPlan& binding : report_.plan.bindings) {
      const bool off = binding.action == Action::skip;
      out_ += "<tr><th scope=\"row\">" + html_code(binding.from.text) +
              "</th><td class=\"where\">" + place_of(binding.from.file, binding.from.line) +
              "</td><td>" +
              (off ? "<span class=\"tag skip-tag\">not carried over</span>"
                   : html_tag(to_string(binding.action))) +
              "</td><td>" + html(binding.reason);
      if (!binding.remedy.empty()) out_ += "<br>" + html_code(binding.remedy);
      out_ += "</td></tr>\n";
    }
    out_.append(table_end).append("</div></section>\n");
  }

  void diff() {
    if (report_.diff.empty()) return;
    out_ += "<section id=\"diff\"><h2>Diff of " + html(outcome_.config.name()) +
            "</h2><div class=\"card\">\n" + html_diff(report_.diff) + "</div></section>\n";
  }

  const Report& report_;
  const Outcome& outcome_;
  std::string out_;
};

}  // namespace

std::string html_report(const Report& report) {
  return Page(report).write();
}

}  // namespace fcgi6to7
