// EnvironmentVars: Name:Value,Name:Value with quotes and '/' escapes (Microsoft, "Configuring the
// FastCGI Extension for IIS 6.0").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/values.hpp"

namespace fcgi6to7 {

struct EnvironmentVariable {
  std::string name;
  std::string value;
};

struct EnvironmentList {
  std::vector<EnvironmentVariable> variables;  ///< names unique without case, in order
  std::vector<Remark> remarks;
};

/// Reads the list. What has no stated meaning is kept as it stands, with a remark. Values never
/// stand in a remark: they may be secrets.
EnvironmentList read_environment(std::string_view raw);

}  // namespace fcgi6to7
