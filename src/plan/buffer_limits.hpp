// ResponseBufferLimit: a setting of the pool on IIS 6, of each handler mapping on IIS 7.
#pragma once

#include <vector>

#include "apphost/apphost.hpp"
#include "plan/plan.hpp"
#include "plan/wanted.hpp"

namespace fcgi6to7 {

/// Answers the ResponseBufferLimit of every pool: by the planned handler mappings, by those that
/// the config has (--response-buffer-limit), or by the commands that would set it. Null: no config.
void settle_buffer_limits(std::vector<WantedApplication>& wanted, Plan& plan, const AppHost* host,
                          const Context& context);

}  // namespace fcgi6to7
