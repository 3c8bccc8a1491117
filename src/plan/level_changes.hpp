// The planned handler mappings and access policies, level by level.
#pragma once

#include <string>
#include <vector>

#include "apphost/patch.hpp"
#include "plan/plan.hpp"

namespace fcgi6to7 {

/// What <handlers> of a level gets. Pointers into the plan.
struct LevelChanges {
  std::string level;                         ///< as written; "" is the server
  std::vector<const HandlerPlan*> handlers;  ///< those that write something, in the plan's order
  const AccessPlan* access = nullptr;
};

/// The levels where something is written, in the plan's order; levels compare without case.
std::vector<LevelChanges> changes_by_level(const Plan& plan);

/// The <add> or <remove> that a planned handler mapping is.
NewElement new_element(const HandlerPlan& handler);

}  // namespace fcgi6to7
