// The --report files of a fleet run: checked before it, fed by it, written after it.
#pragma once

#include <string>
#include <vector>

#include "fleet/fleet_report.hpp"

namespace fcgi6to7 {

class FleetReports {
 public:
  /// The files must outlive this.
  explicit FleetReports(const std::vector<std::string>& files);

  /// What is wrong with how they were named; nothing has been touched.
  std::vector<std::string> problems() const;
  /// Whether they can be written.
  Diagnostics check() const;
  void add(const Row& row);
  Diagnostics write(const Summary& summary, const std::string& command) const;

 private:
  const std::vector<std::string>& files_;
  std::vector<FleetReport> reports_;
};

}  // namespace fcgi6to7
