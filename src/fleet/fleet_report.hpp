// Reports of a fleet: a page with a table of all servers, Markdown, JSON, JSON lines, and text.
#pragma once

#include <string>
#include <string_view>

#include "fleet/row.hpp"
#include "fleet/servers_page.hpp"
#include "fleet/summary.hpp"

namespace fcgi6to7 {

/// Whether a file's ending names a format of fleet reports: .html, .md, .json, .jsonl, .txt.
bool is_fleet_format(std::string_view ending);

/// Collects the rows of a run as they come, some 400 bytes a server and format, and only for the
/// formats that have rows.
class FleetReport {
 public:
  explicit FleetReport(std::string_view ending);

  void add(const Row& row);
  std::string write(const Summary& summary, std::string_view command) const;

 private:
  void add_to_page(const Row& row);

  std::string ending_;
  std::string rows_;
  ServersPage page_;
};

}  // namespace fcgi6to7
