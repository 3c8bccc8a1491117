#include <algorithm>

#include "report/ink.hpp"
#include "report/markdown_parts.hpp"
#include "report/report.hpp"

namespace fcgi6to7 {

namespace {

// What GitHub makes a link of by itself: "http://…", "www.…".
bool begins_link(std::string_view before, std::string_view rest) {
  return rest.starts_with("://") || (rest.starts_with('.') && before.ends_with("www"));
}

}  // namespace

std::string markdown_text(std::string_view text) {
  std::string out;
  const std::string shown = printable(text);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const char c = shown[i];
    const std::string_view all = shown;
    if (std::string_view("\\`*_{}[]()#+-!|~>@").find(c) != std::string_view::npos ||
        begins_link(all.substr(0, i), all.substr(i)))
      out += '\\';
    if (c == '<')
      out += "&lt;";
    else if (c == '&')
      out += "&amp;";
    else
      out += c;
  }
  return out;
}

namespace {

// Code in a cell: fenced by more backticks than it holds, and a bar would end the cell.
std::string code(std::string_view text) {
  if (text.empty()) return {};
  const std::string shown = printable(text);
  std::size_t run = 0, longest = 0;
  for (const char c : shown) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  std::string inner;
  for (const char c : shown) inner += c == '|' ? std::string("\\|") : std::string(1, c);
  const bool padded = longest > 0 || shown.front() == ' ' || shown.back() == ' ';
  return fence + (padded ? " " : "") + inner + (padded ? " " : "") + fence;
}

std::string place(const std::string& file, int line) {
  if (file.empty()) return {};
  return line > 0 ? markdown_text(file) + ":" + std::to_string(line) : markdown_text(file);
}

std::string fate_of(const Change& change) {
  if (change.action == Action::skip) return std::string(to_string(change.fate));
  return change.pinned ? "pinned" : std::string(to_string(change.action));
}

std::string value_of(const std::optional<std::string>& value) {
  if (!value) return {};
  return value->empty() ? "(empty)" : code(*value);
}

std::string level_of(const std::string& level) {
  return level.empty() ? "the server" : markdown_text(level);
}

class Page {
 public:
  explicit Page(const Report& report) : report_(report) {}

  std::string write() {
    head();
    findings();
    for (const ApplicationPlan& application : report_.plan.applications) pool(application);
    handlers();
    bindings();
    diff();
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text).append("\n"); }

  void head() {
    line("# FastCGI from IIS 6 to IIS 7");
    line("");
    const Counts counts = report_.plan.counts();
    const auto count = [&](Severity severity) {
      return std::to_string(report_.diagnostics.count(severity));
    };
    const Outcome& outcome = report_.outcome;
    line("- Source: " + markdown_text(report_.inputs.ini.name) + ", FastCGI extension " +
         std::string(to_string(outcome.source.version)) +
         (outcome.source.decided ? "" : " (assumed)"));
    if (report_.inputs.config)
      line("- Target: " + markdown_text(report_.inputs.config->name) + ", IIS " +
           markdown_text(outcome.target.version) + " (" + markdown_text(outcome.target.reason) +
           ")");
    line("- Values: " + std::to_string(counts.create) + " to create, " +
         std::to_string(counts.set) + " to set, " + std::to_string(counts.keep) + " to keep, " +
         std::to_string(counts.skip) + " not carried over");
    line("- Findings: " + count(Severity::error) + " errors, " + count(Severity::warning) +
         " warnings, " + count(Severity::note) + " notes");
    if (report_.inputs.config && !outcome.patched) line("- **Refused: nothing is written.**");
    if (outcome.left_out) line("- **Something was left out: see the errors.**");
    if (!report_.written_to.empty()) line("- Written: " + markdown_text(report_.written_to));
    if (!report_.backup.empty()) line("- Backup: " + markdown_text(report_.backup));
    if (report_.masks_secrets) line("- " + markdown_text(masking_note));
    line("");
  }

  void findings() {
    if (report_.diagnostics.all().empty()) return;
    line("## Findings");
    line("");
    line("| severity | code | place | finding | what to do |");
    line("|---|---|---|---|---|");
    for (const Severity severity : {Severity::error, Severity::warning, Severity::note})
      for (const Diagnostic& finding : report_.diagnostics.all())
        if (finding.severity == severity)
          line("| " + std::string(to_string(severity)) + " | " + finding.code + " | " +
               place(finding.file, finding.place.line) + " | " + markdown_text(finding.phrase) +
               " | " + markdown_text(finding.hint) + " |");
    line("");
  }

  void pool(const ApplicationPlan& application) {
    std::string names;
    for (const std::string& name : application.pools)
      names += (names.empty() ? "" : ", ") + markdown_text("[" + name + "]");
    line("## Process pool " + names);
    line("");
    if (!application.full_path.empty()) {
      line(code(application.key()) + (application.action == Action::create ? ": a new application"
                                      : application.action == Action::skip
                                          ? ": left out"
                                          : ": an existing application"));
      line("");
    }
    line("| fate | line | IIS 6 | IIS 7 | before | after | why |");
    line("|---|---|---|---|---|---|---|");
    for (const Change& change : application.changes)
      line("| " + fate_of(change) + " | " +
           (change.from.line > 0 ? place(change.from.file, change.from.line) : "") + " | " +
           code(change.from.text) + " | " + code(change.attribute) + " | " +
           value_of(change.before) + " | " + value_of(change.after) + " | " +
           markdown_text(change.reason) + " |");
    line("");
  }

  void handlers() {
    const Plan& plan = report_.plan;
    if (plan.handlers.empty() && plan.access_policies.empty()) return;
    line("## Handler mappings");
    line("");
    line("| fate | line | request | at | name | process pool | why |");
    line("|---|---|---|---|---|---|---|");
    for (const HandlerPlan& handler : plan.handlers)
      line("| " + std::string(to_string(handler.action)) + " | " +
           place(handler.from.file, handler.from.line) + " | " + code(handler.path) + " | " +
           level_of(handler.level) + " | " + code(handler.name) + " | " +
           markdown_text(handler.pool) + " | " + markdown_text(handler.reason) + " |");
    for (const AccessPlan& access : plan.access_policies)
      line("| " + std::string(to_string(access.action)) + " | | accessPolicy | " +
           level_of(access.level) + " | " + value_of(access.before) + " → " + code(access.after) +
           " | | " + markdown_text(access.reason) + " |");
    line("");
  }

  void bindings() {
    if (report_.plan.bindings.empty()) return;
    line("## Bindings of \\[Types\\]");
    line("");
    line("| line | binding | what becomes of it | by hand |");
    line("|---|---|---|---|");
    for (const BindingPlan& binding : report_.plan.bindings)
      line("| " + place(binding.from.file, binding.from.line) + " | " + code(binding.from.text) +
           " | " + (binding.action == Action::skip ? "not carried over: " : "") +
           markdown_text(binding.reason) + " | " + code(binding.remedy) + " |");
    line("");
  }

  void diff() {
    if (report_.diff.empty()) return;
    std::size_t run = 0, longest = 2;
    for (const char c : report_.diff) {
      run = c == '`' ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    line("## Diff");
    line("");
    line(fence + "diff");
    std::string_view rest = report_.diff;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      std::string_view one = rest.substr(0, end);
      if (one.ends_with('\r')) one.remove_suffix(1);
      line(printable(one));
      rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    }
    line(fence);
  }

  const Report& report_;
  std::string out_;
};

}  // namespace

std::string markdown_report(const Report& report) {
  return Page(report).write();
}

}  // namespace fcgi6to7
