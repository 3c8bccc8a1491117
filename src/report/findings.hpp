// The findings of verify and check, for a terminal, for programs, as a table of Markdown, as a
// page.
#pragma once

#include <string>
#include <string_view>

#include "check/accounts.hpp"
#include "report/report.hpp"

namespace fcgi6to7 {

/// The texts must outlive the call.
struct FindingsReport {
  std::string_view command;  ///< "verify" or "check"
  std::string_view config;
  std::string_view target;  ///< the version of IIS, and why; empty: it was not reached
  Diagnostics diagnostics;
  std::vector<SiteAccount> accounts;  ///< when asked for
};

std::string text_findings_report(const FindingsReport& report, const TextStyle& style);
/// "format": 1, described in docs/reports.md.
std::string json_findings_report(const FindingsReport& report);
std::string markdown_findings_report(const FindingsReport& report);
/// A page that needs nothing from outside.
std::string html_findings_report(const FindingsReport& report);

/// "1 error, 0 warnings, 2 notes."
std::string findings_summary(const Diagnostics& diagnostics);
/// The findings as an array of objects.
void write_findings(const Diagnostics& findings, class JsonWriter& json);

}  // namespace fcgi6to7
