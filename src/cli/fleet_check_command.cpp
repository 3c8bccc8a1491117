// fleet check: every server of a folder through check.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <thread>

#include "cli/commands.hpp"
#include "cli/fleet_commands.hpp"
#include "files/path_text.hpp"
#include "fleet/find_servers.hpp"
#include "fleet/fleet_check.hpp"
#include "report/secrets.hpp"

namespace fcgi6to7 {

void add_fleet_check(CLI::App& fleet, FleetCheckArguments& f, Arguments& a) {
  CLI::App* check = fleet.add_subcommand("check", "check for every server that has a config");
  check->footer(
      "Examples:\n  fcgi6to7 fleet check servers\n"
      "  fcgi6to7 fleet check servers --only CHK015 --format json");
  add_display_options(*check, a);
  const std::string group = "Which servers";
  check->add_option("ROOT", f.root, "folder with the servers, at any depth")->required();
  check->add_option("--config-name", f.files.config, "name of the config (applicationHost.config)")
      ->group(group);
  check->add_option("--metabase-name", f.files.metabase, "name of the metabase (MetaBase.xml)")
      ->group(group);
  check->add_option("--jobs", f.jobs, "threads (all cores)")
      ->check(CLI::Range(1, 1024))
      ->group("The run");
  add_check_options(*check, a);
  check->get_option("--format")->check(CLI::IsMember({"text", "json"}));
  add_secrets_option(*check, a);
}

int run_fleet_check(const FleetCheckArguments& f, Arguments& a) {
  const std::string& root = f.root;
  ServerFiles files = f.files;
  Diagnostics diagnostics;
  const auto mapping = gather_mapping(a.mappings_dir, diagnostics);
  if (!mapping) {
    std::cerr << text_findings(diagnostics, text_style(a, true));
    return exit_error;
  }
  std::vector<std::string> wrong = read_arguments(a);
  for (std::string& problem : wrong_codes(a, *mapping)) wrong.push_back(std::move(problem));
  for (const std::string& problem : wrong) std::cerr << "fcgi6to7 fleet check: " << problem << "\n";
  if (!wrong.empty()) return exit_usage;
  FleetCheckJob job;
  job.files = job_files(a);
  job.options = a.options;
  job.choice.rules = true;
  job.choice.only = a.only;
  job.choice.ignore = a.ignored;
  job.threads = f.jobs > 0 ? f.jobs : std::max(std::thread::hardware_concurrency(), 1u);
  files.config_alone = true;
  ServerFinder finder(to_path(root), files);
  FleetCheckResult result =
      check_fleet([&](Diagnostics& found) { return finder.next(found); }, job, *mapping);
  if (result.servers.empty() && !result.problems.has_errors())
    result.problems.add(Severity::error, "FLT001", root, "no server lies in this folder",
                        "A server is a folder with applicationHost.config; see --config-name");
  if (!a.show_secrets)
    for (CheckedServer& server : result.servers) Masker(Plan{}).apply(server.findings);
  std::cout << (a.format == "json" ? json_fleet_check(result)
                                   : text_fleet_check(result, *mapping, text_style(a)))
            << std::flush;
  return result.has_errors() ? exit_error : exit_done;
}

}  // namespace fcgi6to7
