#include "report/report.hpp"

#include <algorithm>
#include <array>

#include "report/secrets.hpp"

namespace fcgi6to7 {
namespace {

struct FormatNames {
  Format format;
  std::string_view name;
  std::array<std::string_view, 2> endings;
};

constexpr std::array formats = {
    FormatNames{Format::text, "text", {".txt", ".text"}},
    FormatNames{Format::json, "json", {".json", ".json"}},
    FormatNames{Format::diff, "diff", {".diff", ".patch"}},
    FormatNames{Format::markdown, "markdown", {".md", ".markdown"}},
    FormatNames{Format::html, "html", {".html", ".htm"}},
    FormatNames{Format::sarif, "sarif", {".sarif", ".sarif"}},
};

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

std::optional<Format> format_named(std::string_view name) {
  for (const FormatNames& format : formats)
    if (format.name == name) return format.format;
  return std::nullopt;
}

std::optional<Format> format_of_ending(std::string_view ending) {
  for (const FormatNames& format : formats)
    if (std::find(format.endings.begin(), format.endings.end(), ending) != format.endings.end())
      return format.format;
  return std::nullopt;
}

std::string render(const Report& report, Format format, const TextStyle& style) {
  switch (format) {
    case Format::text:
      return text_report(report, style);
    case Format::json:
      return json_report(report);
    case Format::diff:
      return diff_report(report);
    case Format::markdown:
      return markdown_report(report);
    case Format::html:
      return html_report(report);
    case Format::sarif:
      break;
  }
  return sarif_report(report);
}

}  // namespace fcgi6to7
