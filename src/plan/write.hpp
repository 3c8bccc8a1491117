// From the plan to edits of the config: where the section stands, and what is written there.
#pragma once

#include <optional>
#include <vector>

#include "apphost/apphost.hpp"
#include "mapping/target_schema.hpp"
#include "plan/plan.hpp"
#include "text/diagnostic.hpp"
#include "text/edit.hpp"

namespace fcgi6to7 {

/// Where system.webServer/fastCgi of the server level stands, or where it is to be made.
struct FastCgiPlace {
  const Section* section = nullptr;  ///< null: only declared, to be created
  const Group* group = nullptr;  ///< the <system.webServer> to create it in; null: to be made too
};

/// Finds the place. Nothing, with an error, when IIS or an administrator's lock forbids to write:
/// undeclared, doubled, locked, or moved to another file by configSource.
std::optional<FastCgiPlace> find_fast_cgi(const SourceText& config, const AppHost& host,
                                          Diagnostics& diagnostics);

/// The edits that carry out a plan.
std::vector<Edit> write_plan(const Plan& plan, const SourceText& config, const AppHost& host,
                             const FastCgiPlace& place, const TargetSchema& schema);

}  // namespace fcgi6to7
