#include "cli/fleet_reports.hpp"

#include <filesystem>
#include <set>

#include "files/path_text.hpp"
#include "files/save.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

std::string ending_of(const std::string& file) {
  return to_utf8(to_path(file).extension());
}

}  // namespace

FleetReports::FleetReports(const std::vector<std::string>& files) : files_(files) {
  for (const std::string& file : files) reports_.emplace_back(ending_of(file));
}

std::vector<std::string> FleetReports::problems() const {
  std::vector<std::string> wrong;
  std::set<fs::path> taken;
  for (const std::string& file : files_) {
    if (!is_fleet_format(ending_of(file)))
      wrong.push_back("--report: the ending of '" + file +
                      "' names no format; use .html, .md, .txt, .json or .jsonl");
    std::error_code error;
    if (!taken.insert(fs::weakly_canonical(fs::absolute(to_path(file)), error)).second)
      wrong.push_back("--report: '" + file + "' is named twice");
  }
  return wrong;
}

Diagnostics FleetReports::check() const {
  Diagnostics diagnostics;
  for (const std::string& file : files_) diagnostics.append(check_writable(to_path(file)));
  return diagnostics;
}

void FleetReports::add(const Row& row) {
  for (FleetReport& report : reports_) report.add(row);
}

Diagnostics FleetReports::write(const Summary& summary, const std::string& command) const {
  Diagnostics diagnostics;
  for (std::size_t i = 0; i < files_.size(); ++i)
    diagnostics.append(
        write_new_or_replace(to_path(files_[i]), reports_[i].write(summary, command)));
  return diagnostics;
}

}  // namespace fcgi6to7
