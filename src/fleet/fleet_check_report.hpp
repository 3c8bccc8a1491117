// What fleet check found: for a terminal, for programs, as Markdown, as a page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fleet/fleet_check.hpp"
#include "mapping/mapping.hpp"
#include "report/report.hpp"

namespace fcgi6to7 {

/// Codes with the servers that have them, then the servers with what they have; -v: each finding.
std::string text_fleet_check(const FleetCheckResult& result, const Mapping& mapping,
                             const TextStyle& style);
/// "format": 1, described in docs/fleet.md.
std::string json_fleet_check(const FleetCheckResult& result);
std::string markdown_fleet_check(const FleetCheckResult& result, const Mapping& mapping);
/// A page that needs nothing from outside.
std::string html_fleet_check(const FleetCheckResult& result, const Mapping& mapping);

/// By the name that --format takes (text, json, html, markdown) or by the ending of a report's file
/// (.txt, .json, .html, .htm, .md, .markdown); nothing for another.
std::optional<std::string> fleet_check_report(std::string_view format,
                                              const FleetCheckResult& result,
                                              const Mapping& mapping, const TextStyle& style);

}  // namespace fcgi6to7
