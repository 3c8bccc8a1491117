// Reports: one outcome, rendered for a terminal, for programs, and as a diff.
#pragma once

#include <string>
#include <string_view>

#include "plan/migrate.hpp"

namespace fcgi6to7 {

/// What a report is about. References must outlive the call.
struct Report {
  std::string_view command;  ///< "plan", "apply" or "inspect"
  const Inputs& inputs;
  const Mapping& mapping;
  const Outcome& outcome;
  std::string written_to;  ///< the file that apply wrote; empty: none
  std::string backup;      ///< where its old content is kept; empty: none
};

enum class Detail { quiet, normal, verbose };

struct TextStyle {
  bool color = false;  ///< ANSI colours
  Detail detail = Detail::normal;
};

/// For people. Control characters of the input never reach the terminal.
std::string text_report(const Report& report, const TextStyle& style);
/// For programs: "format": 1, described in docs/json-report.md.
std::string json_report(const Report& report);
/// The unified diff of the config's bytes; empty when nothing changes.
std::string diff_report(const Report& report);

/// One finding as `severity CODE: phrase`, its place with a caret, and its hint.
std::string text_finding(const Diagnostic& finding, const TextStyle& style);
/// Findings alone, for runs that end before there is an outcome.
std::string text_findings(const Diagnostics& diagnostics, const TextStyle& style);

}  // namespace fcgi6to7
