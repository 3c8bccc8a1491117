// How the options of fleet plan, apply, rollback and merge are typed.
#include <CLI/CLI.hpp>

#include "cli/fleet_commands.hpp"

namespace fcgi6to7 {
namespace {

constexpr const char* plan_examples =
    "Examples:\n"
    "  fcgi6to7 fleet plan servers\n"
    "      what would change on every server below the folder, alike servers together\n"
    "  fcgi6to7 fleet plan servers --out review\n"
    "      the same, with review/fleet.json and a diff and a report for each server\n"
    "  fcgi6to7 fleet plan --manifest fleet.csv --collisions separate --jobs 8";

constexpr const char* apply_examples =
    "Examples:\n"
    "  fcgi6to7 fleet apply servers --out new\n"
    "      writes new/SERVER/applicationHost.config, changes.diff and report.json\n"
    "  fcgi6to7 fleet apply servers --out new --reviewed review/fleet.json --group 3f2a9c01d4e8\n"
    "      only the servers of this group, and only while their plans are what was reviewed\n"
    "  fcgi6to7 fleet apply servers --out new --shard $JOB_COMPLETION_INDEX/16\n"
    "      one of 16 parts, counted from 0; fleet merge joins the results\n"
    "  fcgi6to7 fleet apply servers --in-place --resume\n"
    "      goes on where an earlier run was stopped";

void add_file_names(CLI::App& command, FleetArguments& f) {
  const std::string group = "Which servers";
  command.add_option("--ini-name", f.files.ini, "name of the ini (fcgiext.ini)")->group(group);
  command
      .add_option("--config-name", f.files.config, "name of the config (applicationHost.config)")
      ->group(group);
}

void add_choice(CLI::App& command, FleetArguments& f) {
  const std::string group = "Which servers";
  command.add_option("ROOT", f.root, "folder with the servers, at any depth");
  command
      .add_option("--manifest", f.manifest,
                  "CSV or JSON lines: server, ini, config, metabase, output, target, "
                  "source_version, codepage, site")
      ->type_name("FILE")
      ->group(group);
  add_file_names(command, f);
  command.add_option("--metabase-name", f.files.metabase, "name of the metabase (MetaBase.xml)")
      ->group(group);
  command.add_option("--shard", f.shard, "part I of N, I counted from 0")
      ->type_name("I/N")
      ->group(group);
}

void add_run_options(CLI::App& command, FleetArguments& f, Arguments& a) {
  const std::string group = "The run";
  command.add_option("--jobs", f.jobs, "threads (all cores)")
      ->check(CLI::Range(1, 1024))
      ->group(group);
  command.add_option("--max-failures", f.max_failures, "stop when so many servers failed")
      ->check(CLI::PositiveNumber)
      ->type_name("N")
      ->group(group);
  command.add_flag("--resume", f.resume, "leave out what the journal in DIR calls done")
      ->group(group);
  command.add_option("--out", f.out, "folder for results, journal and fleet.json")
      ->type_name("DIR")
      ->group(group);
  command.add_option("--format", a.format, "what stdout gets: text or json (text)")
      ->check(CLI::IsMember({"text", "json"}))
      ->group("Output");
  command
      .add_option("--report", a.reports,
                  "write a report: .html, .md, .txt, .json, .jsonl (repeatable)")
      ->type_name("FILE")
      ->group("Output");
  add_secrets_option(command, a);
}

void add_apply_options(CLI::App& command, FleetArguments& f, Arguments& a) {
  const std::string group = "The run";
  command.add_flag("--in-place", f.in_place, "patch the configs where they stand, with backups")
      ->group(group);
  command
      .add_option("--reviewed", f.reviewed,
                  "fleet.json of a fleet plan: servers whose plan has changed are refused")
      ->type_name("FILE")
      ->group(group);
  command.add_option("--group", f.groups, "only this group of --reviewed (repeatable)")
      ->type_name("ID")
      ->group(group);
  command.add_option("--backup-dir", a.backup_dir, "where backups go (beside the configs)")
      ->type_name("DIR")
      ->group(group);
  command.add_flag("--no-backup", a.no_backup, "make no backup")->group(group);
}

CLI::App* add_command(CLI::App& fleet, const char* name, const char* help, const char* examples,
                      Arguments& a) {
  CLI::App* command = fleet.add_subcommand(name, help);
  command->footer(examples);
  add_display_options(*command, a);
  return command;
}

void add_rollback_and_merge(CLI::App& fleet, FleetArguments& f, Arguments& a) {
  CLI::App* rollback = add_command(fleet, "rollback", "Undoes an in-place run",
                                   "Examples:\n  fcgi6to7 fleet rollback servers\n"
                                   "  fcgi6to7 fleet rollback new/fleet.jsonl",
                                   a);
  rollback->add_option("ROOT|JOURNAL", f.root, "folder of the run, or its journal")->required();
  add_file_names(*rollback, f);
  rollback->add_option("--backup-dir", a.backup_dir, "where the backups are (beside the configs)")
      ->type_name("DIR");
  rollback->add_flag("--force", f.force, "even configs that were changed since");

  CLI::App* merge =
      add_command(fleet, "merge", "Joins the journals of shards",
                  "Examples:\n  fcgi6to7 fleet merge new/fleet.*-of-16.jsonl --out new", a);
  merge->add_option("JOURNAL", f.journals, "fleet.I-of-N.jsonl of each shard")->required();
  merge->add_option("--out", f.out, "folder for fleet.json and fleet.jsonl")
      ->type_name("DIR")
      ->required();
  merge->add_option("--format", a.format, "what stdout gets: text or json (text)")
      ->check(CLI::IsMember({"text", "json"}));
}

}  // namespace

std::shared_ptr<FleetArguments> add_fleet(CLI::App& app, Arguments& a) {
  auto shared = std::make_shared<FleetArguments>();
  FleetArguments& f = *shared;
  CLI::App* fleet = app.add_subcommand("fleet", "The same for many servers at once");
  fleet->require_subcommand(1);
  CLI::App* plan =
      add_command(*fleet, "plan", "Dry run over every server; alike servers are shown together",
                  plan_examples, a);
  CLI::App* apply = add_command(*fleet, "apply", "Migrates every server, below --out or in place",
                                apply_examples, a);
  for (CLI::App* command : {plan, apply}) {
    add_choice(*command, f);
    add_run_options(*command, f, a);
    add_ini_options(*command, a);
    add_config_options(*command, a);
  }
  add_apply_options(*apply, f, a);
  plan->add_flag("--exit-code", a.exit_code, "exit 2 when changes are pending")->group("Output");
  add_fleet_check(*fleet, f.check, a);
  add_rollback_and_merge(*fleet, f, a);
  return shared;
}

}  // namespace fcgi6to7
