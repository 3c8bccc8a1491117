// What becomes of [Types]: every line answered by the handler mappings that carry it over, or by
// why there is none.
#pragma once

#include <vector>

#include "apphost/apphost.hpp"
#include "plan/plan.hpp"
#include "plan/wanted.hpp"

namespace fcgi6to7 {

/// Answers each binding. Where none of the planned handler mappings comes from it, the reason says
/// why, and the remedy is the command that would route it.
std::vector<BindingPlan> plan_bindings(const std::vector<ReadIni>& inis,
                                       const std::vector<WantedApplication>& wanted,
                                       const AppHost* host, const Plan& plan,
                                       const Options& options);

}  // namespace fcgi6to7
