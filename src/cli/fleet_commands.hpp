// The commands for many servers: fleet plan, apply, check, rollback and merge.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "fleet/server.hpp"

namespace fcgi6to7 {

/// What fleet check takes beyond the options of check.
struct FleetCheckArguments {
  std::string root;
  ServerFiles files;
  unsigned jobs = 0;
};

/// What the fleet commands take beyond the options of plan and apply.
struct FleetArguments {
  std::string root, manifest, out, reviewed, shard;
  std::vector<std::string> groups, journals;
  ServerFiles files;
  bool in_place = false;
  bool resume = false;
  bool force = false;
  unsigned jobs = 0;
  std::optional<std::uint64_t> max_failures;
  FleetCheckArguments check;
};

void add_fleet_check(CLI::App& fleet, FleetCheckArguments& check, Arguments& arguments);
int run_fleet_check(const FleetCheckArguments& check, Arguments& arguments);

/// Adds `fleet` and its commands. The arguments must outlive the parsing and the run.
std::shared_ptr<FleetArguments> add_fleet(CLI::App& app, Arguments& arguments);

/// Runs the command that was typed; gives the exit code.
int run_fleet_command(const CLI::App& fleet, FleetArguments& fleet_arguments, Arguments& arguments);

}  // namespace fcgi6to7
