// From planned handler mappings to edits: in the sections and locations that are there, or in new
// ones.
#pragma once

#include "apphost/apphost.hpp"
#include "apphost/patch.hpp"
#include "plan/plan.hpp"

namespace fcgi6to7 {

void write_handlers(Patch& patch, const Plan& plan, const AppHost& host);

}  // namespace fcgi6to7
