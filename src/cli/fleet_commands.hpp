// The commands for many servers: fleet plan, apply, rollback and merge.
#pragma once

#include <memory>

#include "cli/arguments.hpp"

namespace fcgi6to7 {

/// What the fleet commands take beyond the options of plan and apply.
struct FleetArguments;

/// Adds `fleet` and its commands. The arguments must outlive the parsing and the run.
std::shared_ptr<FleetArguments> add_fleet(CLI::App& app, Arguments& arguments);

/// Runs the command that was typed; gives the exit code.
int run_fleet_command(const CLI::App& fleet, FleetArguments& fleet_arguments, Arguments& arguments);

}  // namespace fcgi6to7
