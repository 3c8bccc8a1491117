// Default drift: a setting that the ini leaves out had IIS 6's default and would get the target's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan/wanted.hpp"

namespace fcgi6to7 {

/// The default that a setting certainly had on IIS 6, in the target's spelling. Nothing when it is
/// not known, or hangs on a version that is not decided.
std::optional<std::string> certain_default(const SettingRule& rule, const Context& context);

/// Says once what hangs on an undecided version of the source.
void report_undecided_defaults(const std::vector<WantedApplication>& wanted,
                               const Context& context);

}  // namespace fcgi6to7
