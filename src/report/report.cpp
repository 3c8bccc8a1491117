#include "report/report.hpp"

#include <array>

#include "report/secrets.hpp"
#include "script/script.hpp"

namespace fcgi6to7 {
namespace {

struct FormatRow {
  Format format;
  std::string_view name;
  std::string_view ending, other_ending;
  bool is_exact;
  std::string (*write)(const Report&);
};

template <std::string (*script)(const Outcome&)>
std::string script_of(const Report& report) {
  return script(report.outcome);
}

std::string plain_text(const Report& report) {
  return text_report(report, TextStyle{});
}

// In the order of the enumeration.
constexpr std::array formats = {
    FormatRow{Format::text, "text", ".txt", ".text", false, plain_text},
    FormatRow{Format::json, "json", ".json", "", false, json_report},
    FormatRow{Format::diff, "diff", ".diff", ".patch", true, diff_report},
    FormatRow{Format::markdown, "markdown", ".md", ".markdown", false, markdown_report},
    FormatRow{Format::html, "html", ".html", ".htm", false, html_report},
    FormatRow{Format::sarif, "sarif", ".sarif", "", false, sarif_report},
    FormatRow{Format::appcmd, "appcmd", ".cmd", ".bat", true, script_of<appcmd_script>},
    FormatRow{Format::powershell, "powershell", ".ps1", "", true, script_of<powershell_script>},
    FormatRow{Format::xdt, "xdt", ".xdt", "", true, script_of<xdt_transform>},
};

const FormatRow& row_of(Format format) {
  return formats[static_cast<std::size_t>(format)];
}

}  // namespace

Report make_report(std::string_view command, const Inputs& inputs, const Mapping& mapping,
                   const Outcome& outcome, Secrets secrets) {
  Report report{command, inputs, mapping, outcome, "", "", outcome.plan, outcome.diagnostics,
                "",      false};
  if (outcome.has_changes()) report.diff = text_diff(outcome);
  if (secrets == Secrets::shown) return report;
  Masker masker(outcome.plan);
  masker.apply(report.plan);
  masker.apply(report.diagnostics);
  masker.apply(report.diff);
  report.masks_secrets = masker.has_masked();
  return report;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const FormatRow& row : formats) names.emplace_back(row.name);
  return names;
}

std::string format_endings() {
  std::string endings;
  for (const FormatRow& row : formats)
    endings.append(endings.empty() ? "" : ", ").append(row.ending);
  return endings;
}

std::optional<Format> format_named(std::string_view name) {
  for (const FormatRow& row : formats)
    if (row.name == name) return row.format;
  return std::nullopt;
}

std::optional<Format> format_of_ending(std::string_view ending) {
  for (const FormatRow& row : formats)
    if (!ending.empty() && (row.ending == ending || row.other_ending == ending)) return row.format;
  return std::nullopt;
}

bool is_exact(Format format) {
  return row_of(format).is_exact;
}

std::string render(const Report& report, Format format, const TextStyle& style) {
  return format == Format::text ? text_report(report, style) : row_of(format).write(report);
}

}  // namespace fcgi6to7
