// The command line as values: one struct that every command fills through CLI11.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/exit_codes.hpp"
#include "intake/gather.hpp"
#include "plan/options.hpp"

namespace CLI {
class App;
}

namespace fcgi6to7 {

struct Arguments {
  std::string ini;
  std::string config;
  std::string format = "text";
  std::vector<std::string> reports;
  std::optional<std::string> output;
  std::string schema, mappings_dir, dll, ini32, backup_dir, root, rules;
  std::string color = "auto";
  bool is_of_this_server = false;  ///< CONFIG is that of this machine's IIS
  unsigned max_file_size = 512;    ///< MB of 2^20 bytes
  bool exit_code = false;
  bool no_backup = false;
  bool verbose = false;
  bool quiet = false;
  bool show_secrets = false;
  Options options;

  // As typed; read_arguments() turns them into Options.
  std::string existing;  ///< empty: not typed, so that handlers of others stay
  std::string source_version = "auto", target = "auto", defaults = "pin", range = "refuse";
  std::string collisions = "refuse", repeats = "last", codepage;
  std::string handlers = "off", metabase;
  std::vector<std::string> only, ignored, fix_codes;  ///< codes, of verify and check
  std::vector<std::string> cgi_programs;
  bool accounts = false;
  bool write = false;  ///< check --fix writes CONFIG
  std::vector<std::string> fixes, replace_paths, sites, wildcard_maps;
};

/// Options that concern the ini alone: inspect, plan and apply.
void add_ini_options(CLI::App& command, Arguments& arguments);
/// Options of plan and apply.
void add_config_options(CLI::App& command, Arguments& arguments);
/// Options of verify and check: the target, the tables, --format, --only, --ignore.
void add_check_options(CLI::App& command, Arguments& arguments);
/// --only and --ignore.
void add_code_options(CLI::App& command, Arguments& arguments);
/// --ini, --metabase, --root and --accounts of check.
void add_evidence_options(CLI::App& command, Arguments& arguments);
/// --fix, --cgi, --write and --output of check.
void add_fix_options(CLI::App& command, Arguments& arguments);
/// --format and --report of plan and apply.
void add_report_options(CLI::App& command, Arguments& arguments);
/// --show-secrets of all that report.
void add_secrets_option(CLI::App& command, Arguments& arguments);
/// -v, -q, --color.
void add_display_options(CLI::App& command, Arguments& arguments);

/// The files that were named for one migration.
JobFiles job_files(const Arguments& arguments);

/// Turns what was typed into Options. Gives what is wrong with it, one line each.
std::vector<std::string> read_arguments(Arguments& arguments);

}  // namespace fcgi6to7
