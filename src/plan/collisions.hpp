// Process pools that would be one on IIS 7, which keys them by executable and arguments.
#pragma once

#include <string>
#include <vector>

#include "plan/wanted.hpp"

namespace fcgi6to7 {

/// The key of an application as IIS compares it.
std::string application_key(std::string_view full_path, std::string_view arguments);

/// Settles pools with one key: equal ones become twins of the first, others are refused, left out
/// or given a distinguishing argument, as --collisions says. The vector must not grow afterwards:
/// twins are pointers into it.
void settle_collisions(std::vector<WantedApplication>& wanted, const Context& context);

}  // namespace fcgi6to7
