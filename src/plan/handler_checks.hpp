// What would keep planned handler mappings from serving: said before it fails on the server.
#pragma once

#include <vector>

#include "plan/plan.hpp"
#include "plan/routes.hpp"

namespace fcgi6to7 {

/// Reports a missing FastCgiModule, locations that keep their mappings from applications below,
/// wildcard mappings over static files, and web.config files that are in the way or not seen.
void check_handlers(const Plan& plan, const RouteSources& sources);

}  // namespace fcgi6to7
