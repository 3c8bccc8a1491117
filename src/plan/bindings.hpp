// What becomes of [Types]: which requests reached which pool, and the command that routes them.
#pragma once

#include <vector>

#include "apphost/apphost.hpp"
#include "plan/plan.hpp"
#include "plan/versions.hpp"
#include "plan/wanted.hpp"

namespace fcgi6to7 {

/// Without handler migration each binding is answered by the line that would carry it over.
std::vector<BindingPlan> plan_bindings(const ReadIni& ini,
                                       const std::vector<WantedApplication>& wanted,
                                       const AppHost* host);

}  // namespace fcgi6to7
