// Handler mappings: what has to stand at which level so that requests reach the pools they reached.
#pragma once

#include <vector>

#include "plan/applications.hpp"
#include "plan/plan.hpp"
#include "plan/routes.hpp"

namespace fcgi6to7 {

/// Plans the handler mappings and access policies for the routes, on the list that is in effect at
/// each level. Fills plan.handlers and plan.access_policies, and answers the bindings and the
/// ResponseBufferLimit of the pools.
void plan_handlers(Plan& plan, std::vector<LevelRoutes> levels, const RouteSources& sources,
                   const ExistingApplications& applications);

}  // namespace fcgi6to7
