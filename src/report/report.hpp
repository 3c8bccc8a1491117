// Reports: one outcome, rendered for a terminal, for programs, and as a diff.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/migrate.hpp"

namespace fcgi6to7 {

/// Whether secrets are masked in what is shown (see report/secrets.hpp).
enum class Secrets { masked, shown };

/// What every format says, secrets masked or not; a format adds nothing but form. References must
/// outlive it.
struct Report {
  std::string_view command;  ///< "plan", "apply" or "inspect"
  const Inputs& inputs;
  const Mapping& mapping;
  const Outcome& outcome;
  std::string written_to;  ///< the file that apply wrote; empty: none
  std::string backup;      ///< where its old content is kept; empty: none
  Plan plan;
  Diagnostics diagnostics;
  std::string diff;            ///< of the decoded text, for people; empty when nothing changes
  bool masks_secrets = false;  ///< something is masked
};

/// The report of an outcome. Nothing is written yet.
Report make_report(std::string_view command, const Inputs& inputs, const Mapping& mapping,
                   const Outcome& outcome, Secrets secrets);
/// What a report says about masking; for the formats that have a place for a sentence.
constexpr std::string_view masking_note =
    "Values that look like secrets are shown as ***; --show-secrets shows them.";

enum class Detail { quiet, normal, verbose };

struct TextStyle {
  bool color = false;  ///< ANSI colours
  Detail detail = Detail::normal;
  std::size_t width = 0;  ///< columns of the terminal, where long lines are folded; 0: never
};

/// For people. Control characters of the input never reach the terminal.
std::string text_report(const Report& report, const TextStyle& style);
/// For programs: "format": 1, described in docs/reports.md and docs/report.schema.json.
std::string json_report(const Report& report);
/// The unified diff of the config's bytes, exact: it is meant to be applied. Empty when nothing
/// changes.
std::string diff_report(const Report& report);
/// For tickets and pull requests (GitHub's Markdown).
std::string markdown_report(const Report& report);
/// One page for a browser, which needs nothing from outside and runs no script.
std::string html_report(const Report& report);
/// SARIF 2.1.0: the findings, as CI systems show them beside the lines.
std::string sarif_report(const Report& report);

enum class Format { text, json, diff, markdown, html, sarif, appcmd, powershell, xdt };

/// The names of all formats, as --format takes them.
std::vector<std::string> format_names();
/// The endings of report files by which formats are known: ".html, .md, …".
std::string format_endings();
/// A format by its name ("text", "json"), or by a file's ending (".md").
std::optional<Format> format_named(std::string_view name);
std::optional<Format> format_of_ending(std::string_view ending);
/// Whether a format is meant to be applied: then it is exact, and secrets stand in it as they are.
bool is_exact(Format format);
std::string render(const Report& report, Format format, const TextStyle& style);

/// One finding as `severity CODE: phrase`, its place with a caret, and its hint.
std::string text_finding(const Diagnostic& finding, const TextStyle& style);
/// Findings one after another. Of notes and warnings with one code three are shown, and the places
/// of the others are named; verbose shows all, and what `explained` says of each. Errors are all
/// shown.
std::string text_findings(const Diagnostics& diagnostics, const TextStyle& style,
                          const std::function<std::string(const Diagnostic&)>& explained = {});

}  // namespace fcgi6to7
