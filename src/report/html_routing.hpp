// A picture of the routing: which request reached which pool on IIS 6, and reaches on IIS 7.
#pragma once

#include <string>

#include "plan/plan.hpp"

namespace fcgi6to7 {

/// An inline SVG and a caption; a sentence when there is nothing to show. The tables of the report
/// say the same in words.
std::string html_routing(const Plan& plan);

}  // namespace fcgi6to7
