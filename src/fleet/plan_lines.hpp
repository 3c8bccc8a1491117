// A plan as lines that can be compared between servers, and what makes two plans alike.
#pragma once

#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace fcgi6to7 {

/// What one plan changes (and refuses to change), sorted; without file names and line numbers.
/// `alike` also leaves out which site or folder it concerns: what stays is the same on all servers
/// of a group.
std::vector<std::string> plan_lines(const Plan& plan, bool alike);

/// The fingerprint of lines in hexadecimal digits.
std::string print_of(const std::vector<std::string>& lines, std::size_t digits);

}  // namespace fcgi6to7
