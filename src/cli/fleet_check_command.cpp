// fleet check: every server of a folder through check.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <thread>

#include "cli/commands.hpp"
#include "cli/fleet_commands.hpp"
#include "files/path_text.hpp"
#include "files/save.hpp"
#include "fleet/find_servers.hpp"
#include "fleet/fleet_check_report.hpp"
#include "report/secrets.hpp"

namespace fcgi6to7 {

void add_fleet_check(CLI::App& fleet, FleetCheckArguments& f, Arguments& a) {
  CLI::App* check = fleet.add_subcommand("check", "check for every server that has a config");
  check->footer(
      "Examples:\n  fcgi6to7 fleet check servers\n"
      "  fcgi6to7 fleet check servers --only CHK015 --format json\n"
      "  fcgi6to7 fleet check servers --report check.html -q");
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
  check->add_option("--report", a.reports, "write a report: .html, .md, .txt, .json (repeatable)")
      ->type_name("FILE")
      ->group("Output");
  add_secrets_option(*check, a);
}

namespace {

std::string ending_of(const std::string& file) {
  return to_utf8(to_path(file).extension());
}

// The first report that cannot be asked for; empty: none.
std::string wrong_report(const std::vector<std::string>& reports, const Mapping& mapping) {
  for (const std::string& report : reports)
    if (!fleet_check_report(ending_of(report), {}, mapping, {}))
      return "--report: the ending of '" + report +
             "' names no format; use .html, .md, .txt or .json";
  return {};
}

bool write_reports(const std::vector<std::string>& reports, const FleetCheckResult& result,
                   const Mapping& mapping, const Arguments& a) {
  Diagnostics problems;
  for (const std::string& report : reports)
    problems.append(write_new_or_replace(
        to_path(report), *fleet_check_report(ending_of(report), result, mapping, {})));
  std::cerr << text_findings(problems, text_style(a, true));
  return !problems.has_errors();
}

}  // namespace

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
  if (std::string problem = wrong_report(a.reports, *mapping); !problem.empty())
    wrong.push_back(std::move(problem));
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
  std::cout << fleet_check_report(a.format, result, *mapping, text_style(a)).value_or("")
            << std::flush;
  const bool written = write_reports(a.reports, result, *mapping, a);
  return result.has_errors() || !written ? exit_error : exit_done;
}

}  // namespace fcgi6to7
