#include <algorithm>
#include <map>
#include <span>

#include "report/excerpt.hpp"
#include "report/ink.hpp"
#include "report/report.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::string padded(std::string text, std::size_t width) {
  const std::size_t length = count_columns(text);
  return length < width ? text.append(width - length, ' ') : text;
}

std::string place_of(const std::string& file, int line) {
  if (file.empty()) return {};
  return line > 0 ? file + ":" + std::to_string(line) : file;
}

class Writer {
 public:
  Writer(const Report& report, const TextStyle& style)
      : report_(report), outcome_(report.outcome), style_(style), ink_(style.color) {}

  std::string write() {
    if (style_.detail != Detail::quiet) {
      write_versions();
      for (const ApplicationPlan& application : report_.plan.applications)
        write_application(application);
      write_handlers();
      write_bindings();
    }
    write_findings();
    if (style_.detail != Detail::quiet) write_diff();
    write_summary();
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_.append(folded(text, style_.width)).append("\n"); }

  void write_versions() {
    if (outcome_.inis.empty()) return;
    const SourceFacts& source = outcome_.source;
    line(ink_.bold("Source") + "  FastCGI extension " + std::string(to_string(source.version)) +
         (source.decided ? "" : " (assumed: nothing in the file tells 1.0 from 1.5)"));
    for (const Evidence& evidence : source.evidence) {
      const std::string place = place_of(evidence.file, evidence.line);
      line("        " + (place.empty() ? "" : place + "  ") + printable(evidence.what));
    }
    line("        " + report_.inputs.ini.name + " is read as " + source.encoding.name + " (" +
         source.encoding_reason + ")");
    if (!outcome_.target.version.empty())
      line(ink_.bold("Target") + "  IIS " + outcome_.target.version + " (" +
           outcome_.target.reason + ")");
    line("");
  }

  std::string word(const Change& change) const {
    if (change.action == Action::create) return ink_.green(change.pinned ? "pinned" : "create");
    if (change.action == Action::set) return ink_.yellow("set");
    if (change.action == Action::remove) return ink_.red("remove");
    if (change.action == Action::keep) return "keep";
    return change.fate == Fate::refused ? ink_.red("refused") : ink_.cyan(to_string(change.fate));
  }

  static std::string plain_word(const Change& change) {
    if (change.action == Action::create) return change.pinned ? "pinned" : "create";
    return std::string(change.action == Action::skip ? to_string(change.fate)
                                                     : to_string(change.action));
  }

  static std::string outcome_of(const Change& change) {
    if (change.action == Action::skip || change.action == Action::remove)
      return printable(change.reason);
    std::string text = printable(change.attribute) + " ";
    if (change.action == Action::set) text += printable(*change.before) + " → ";
    text += change.after->empty() ? "(empty)" : printable(*change.after);
    if (!change.reason.empty()) text += "  (" + printable(change.reason) + ")";
    return text;
  }

  void write_application(const ApplicationPlan& application) {
    std::string names;
    for (const std::string& pool : application.pools)
      names += (names.empty() ? "[" : ", [") + pool + "]";
    std::string what = "left out";
    if (application.action == Action::create) what = "new application";
    if (application.action == Action::set) what = "existing application changes";
    if (application.action == Action::keep) what = "existing application stays as it is";
    if (report_.command == "inspect" && application.action == Action::create) what = "process pool";
    line(ink_.bold(printable(names)) + "  " + what +
         (application.full_path.empty() ? "" : ": " + printable(application.key())));
    std::size_t places = 0, settings = 0;
    for (const Change& change : application.changes) {
      places = std::max(places, count_columns(place_of(change.from.file, change.from.line)));
      settings =
          std::max(settings, std::min<std::size_t>(40, count_columns(printable(change.from.text))));
    }
    for (const Change& change : application.changes) write_change(change, places, settings);
    line("");
  }

  // In columns; on a terminal where they find no room what comes of a line stands below it.
  void write_change(const Change& change, std::size_t places, std::size_t settings) {
    constexpr std::size_t words = 11;
    const std::size_t word_size = std::min(plain_word(change).size(), words - 1);
    const std::string place =
        change.from.line > 0 ? place_of(change.from.file, change.from.line) : "";
    const std::string where = padded(place, places) + "  ";
    const std::string said = printable(change.from.text);
    const std::string becomes = "→ " + outcome_of(change);
    const std::string begin = "  " + word(change) + std::string(words - word_size, ' ') + where;
    const std::size_t columns = 2 + words + count_columns(where) +
                                std::max(settings, count_columns(said)) + 2 +
                                count_columns(becomes);
    if (style_.width == 0 || columns <= style_.width) {
      line(begin + padded(said, settings) + "  " + becomes);
    } else {
      line(begin + said);
      line(std::string(2 + words, ' ') + becomes);
    }
  }

  std::string word(Action action) const {
    if (action == Action::create) return ink_.green("create") + "  ";
    if (action == Action::set) return ink_.yellow("set") + "     ";
    if (action == Action::remove) return ink_.red("remove") + "  ";
    return "keep    ";
  }

  static std::string level_text(const std::string& level) {
    return level.empty() ? "server level" : "'" + printable(level) + "'";
  }

  void write_handlers() {
    const Plan& plan = report_.plan;
    if (plan.handlers.empty() && plan.access_policies.empty()) return;
    line(ink_.bold("Handler mappings"));
    for (const HandlerPlan& handler : plan.handlers) {
      line("  " + word(handler.action) + place_of(handler.from.file, handler.from.line) + "  " +
           printable(handler.path) + " at " + level_text(handler.level) + "  " +
           printable(handler.name) +
           (handler.reason.empty() ? "" : "  (" + printable(handler.reason) + ")"));
      if (handler.action == Action::create || handler.action == Action::set)
        line("            " + properties(handler));
    }
    for (const AccessPlan& access : plan.access_policies)
      line("  " + word(access.action) + "accessPolicy at " + level_text(access.level) + "  " +
           (access.before ? printable(*access.before) + " → " : "") + printable(access.after) +
           "  (" + printable(access.reason) + ")");
    line("");
  }

  static std::string properties(const HandlerPlan& handler) {
    std::string text;
    if (handler.action == Action::set) {
      for (const Change& change : handler.changes)
        text += (text.empty() ? "" : ", ") + change.attribute + " " +
                (change.before ? printable(*change.before) + " → " : "") + printable(*change.after);
      return text;
    }
    for (const auto& [name, value] : handler.attributes)
      if (name != "name" && name != "path")
        text += (text.empty() ? "" : ", ") + name + " " + printable(value);
    return text;
  }

  void write_bindings() {
    if (report_.plan.bindings.empty()) return;
    line(ink_.bold("Bindings of [Types]"));
    for (const BindingPlan& binding : report_.plan.bindings) {
      line("  " + place_of(binding.from.file, binding.from.line) + "  " +
           printable(binding.from.text) +
           (binding.action == Action::skip ? "  not carried over: " : "  → ") +
           printable(binding.reason));
      if (!binding.remedy.empty()) line("      " + printable(binding.remedy));
    }
    line("");
  }

  void write_findings() {
    out_ += text_findings(report_.diagnostics, style_, [&](const Diagnostic& finding) {
      const Explanation* more = report_.mapping.find_explanation(finding.code);
      return more == nullptr
                 ? std::string()
                 : "  " + more->cause + ". " + more->consequence + ". " + more->remedy + ".\n";
    });
    if (!report_.diagnostics.all().empty() && style_.detail != Detail::quiet) line("");
  }

  void write_diff() {
    if (!outcome_.has_changes()) return;
    out_ += shown_diff(report_.diff, ink_);
    line("");
  }

  void write_summary() {
    const Diagnostics& diagnostics = report_.diagnostics;
    const Counts counts = report_.plan.counts();
    line(plural(report_.plan.applications.size(), "process pool") + ": " +
         plural(counts.create, "value") + " to create, " + std::to_string(counts.set) +
         " to set, " + std::to_string(counts.keep) + " to keep, " + std::to_string(counts.skip) +
         " not carried over. " + plural(diagnostics.count(Severity::error), "error") + ", " +
         plural(diagnostics.count(Severity::warning), "warning") + ", " +
         plural(diagnostics.count(Severity::note), "note") + ".");
    if (report_.masks_secrets) line(std::string(masking_note));
    if (report_.command != "inspect") line(conclusion());
  }

  std::string conclusion() const {
    const std::string& config = outcome_.config.name();
    if (!outcome_.patched)
      return ink_.red("Nothing is written: ") +
             "correct the errors, or pass --partial to leave out what they concern.";
    const std::string partly = outcome_.left_out ? " Something was left out: see the errors." : "";
    if (!report_.written_to.empty())
      return ink_.green("Written: ") + report_.written_to +
             (report_.backup.empty() ? "." : "; the old file is kept as " + report_.backup + ".") +
             partly;
    if (!outcome_.has_changes()) return config + " needs no change." + partly;
    return report_.command == "plan"
               ? "This is a plan: " + config +
                     " is not touched. Carry it out with: fcgi6to7 apply" + partly
               : "Nothing is written." + partly;
  }

  const Report& report_;
  const Outcome& outcome_;
  const TextStyle& style_;
  const Ink ink_;
  std::string out_;
};

}  // namespace

namespace {

constexpr std::size_t shown_alike = 3;
constexpr std::size_t shown_places = 12;

std::string excerpt_text(const Diagnostic& finding, const Ink& ink) {
  const Excerpt excerpt = excerpt_of(finding);
  const std::string number = std::to_string(finding.place.line);
  return "  " + number + " | " + excerpt.line + "\n  " + std::string(number.size(), ' ') + " | " +
         excerpt.before + ink.bold(excerpt.carets) + "\n";
}

// What is said of findings that are alike and left out: a code tells of one thing.
std::string rest_text(std::span<const Diagnostic* const> rest, const TextStyle& style) {
  std::string places;
  for (std::size_t i = 0; i < std::min(rest.size(), shown_places); ++i) {
    const Diagnostic& finding = *rest[i];
    const bool same_file = i > 0 && rest[i - 1]->file == finding.file;
    const std::string line =
        finding.place.line > 0 ? std::to_string(finding.place.line) : std::string();
    if (finding.file.empty() || (same_file && line.empty())) continue;
    places += (places.empty() ? " at " : ", ") +
              (same_file ? line : place_of(finding.file, finding.place.line));
  }
  if (rest.size() > shown_places) places += ", …";
  return folded("… and " + std::to_string(rest.size()) + " more of " + rest.front()->code +
                    printable(places) + "; --verbose shows them\n",
                style.width);
}

}  // namespace

std::string text_finding(const Diagnostic& finding, const TextStyle& style) {
  const Ink ink(style.color);
  std::string head(to_string(finding.severity));
  head += " " + finding.code;
  if (finding.severity == Severity::error) head = ink.red(head);
  if (finding.severity == Severity::warning) head = ink.yellow(head);
  if (finding.severity == Severity::note) head = ink.cyan(head);
  std::string out = place_of(finding.file, finding.place.line);
  if (finding.place.line > 0) out += ":" + std::to_string(finding.place.column);
  if (!out.empty()) out += ": ";
  out = folded(out + head + ": " + printable(finding.phrase) + "\n", style.width);
  if (finding.caret > 0) out += excerpt_text(finding, ink);
  if (!finding.hint.empty())
    out += folded("  hint: " + printable(finding.hint) + "\n", style.width);
  return out;
}

std::string text_findings(const Diagnostics& diagnostics, const TextStyle& style,
                          const std::function<std::string(const Diagnostic&)>& explained) {
  const bool verbose = style.detail == Detail::verbose;
  std::map<std::string_view, std::vector<const Diagnostic*>> alike;  // by code; never errors
  for (const Diagnostic& finding : diagnostics.all())
    if (finding.severity != Severity::error) alike[finding.code].push_back(&finding);
  std::map<std::string_view, std::size_t> seen;
  std::string out;
  for (const Diagnostic& finding : diagnostics.all()) {
    const bool is_error = finding.severity == Severity::error;
    if (style.detail == Detail::quiet && !is_error) continue;
    if (!is_error && !verbose) {
      // One that would be left out alone takes no more room than to say so.
      const std::vector<const Diagnostic*>& all = alike[finding.code];
      const std::size_t index = seen[finding.code]++;
      const bool folds = all.size() > shown_alike + 1;
      if (folds && index == shown_alike)
        out += rest_text(std::span(all).subspan(shown_alike), style);
      if (folds && index >= shown_alike) continue;
    }
    out += text_finding(finding, style);
    if (verbose && explained) out += folded(explained(finding), style.width);
  }
  return out;
}

std::string text_report(const Report& report, const TextStyle& style) {
  return Writer(report, style).write();
}

std::string diff_report(const Report& report) {
  if (!report.outcome.has_changes()) return {};
  return byte_diff(report.outcome, report.inputs.config->bytes);
}

}  // namespace fcgi6to7
