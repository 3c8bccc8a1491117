#include "cli/fleet_commands.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <thread>

#include "cli/commands.hpp"
#include "cli/console.hpp"
#include "cli/fleet_reports.hpp"
#include "files/disk.hpp"
#include "files/failure.hpp"
#include "files/path_text.hpp"
#include "fleet/find_servers.hpp"
#include "fleet/fingerprint.hpp"
#include "fleet/fleet_rollback.hpp"
#include "fleet/manifest.hpp"
#include "fleet/merge.hpp"
#include "fleet/run.hpp"
#include "mapping/tables.hpp"
#include "text/encoding.hpp"

namespace fcgi6to7 {

namespace {

namespace fs = std::filesystem;

// What was typed that decides the outcome; the rest may differ between a run and its resumption.
std::string typed_options(const CLI::App& command) {
  static constexpr std::array free = {"--report",    "--show-secrets", "--help",    "--jobs",
                                      "--resume",    "--max-failures", "--quiet",   "--verbose",
                                      "--color",     "--format",       "--shard",   "--out",
                                      "--exit-code", "ROOT",           "--manifest"};
  std::string typed = command.get_name();
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name(false, false);
    if (std::find(free.begin(), free.end(), name) != free.end()) continue;
    if (option->count() == 0) continue;
    typed += "\n" + name;
    for (const std::string& value : option->results()) typed += "\n=" + value;
  }
  return typed;
}

std::string print_of_run(const CLI::App& command, const Arguments& a) {
  Fingerprinter prints;
  prints.add(FCGI6TO7_VERSION);
  prints.add(typed_options(command));
  if (!a.rules.empty()) prints.add(read_file(to_path(a.rules)).bytes);
  for (const TableFile& table : embedded_tables()) {
    const fs::path own = to_path(a.mappings_dir) / std::string(table.name);
    const bool is_replaced = !a.mappings_dir.empty() && file_exists(own);
    prints.add(is_replaced ? read_file(own).bytes : std::string(table.text));
  }
  return prints.result().text();
}

int wrong_usage(const std::string& command, const std::string& problem) {
  std::cerr << "fcgi6to7 fleet " << command << ": " << problem << "\n";
  return exit_usage;
}

std::string usage_problem(const std::string& command, const FleetArguments& f) {
  if (f.root.empty() && f.manifest.empty()) return "name ROOT, or a --manifest";
  if (command == "plan") return {};
  if (!f.in_place && f.out.empty()) return "name --out DIR, or say --in-place";
  if (f.in_place && f.out.empty() && f.root.empty())
    return "--in-place with --manifest needs --out DIR for the journal";
  if (!f.groups.empty() && f.reviewed.empty()) return "--group belongs to --reviewed FILE";
  std::error_code error;
  if (!f.in_place && !f.root.empty() && fs::equivalent(to_path(f.out), to_path(f.root), error))
    return "--out is ROOT itself, and the results would take the place of the inputs; say "
           "--in-place if that is meant";
  return {};
}

struct Sources {
  ServerSource servers;
  ServerSource counted;  // the same once more, to know how many there are
};

// Servers from ROOT, or from the manifest after it was checked as a whole.
std::optional<Sources> make_source(const FleetArguments& f, const Mapping& mapping,
                                   Diagnostics& diagnostics) {
  if (f.manifest.empty()) {
    const auto finder = std::make_shared<ServerFinder>(to_path(f.root), f.files);
    const auto again = std::make_shared<ServerFinder>(to_path(f.root), f.files);
    ServerSource servers = [finder, any = false, root = f.root](Diagnostics& found) mutable {
      auto server = finder->next(found);
      if (!server && !any && !found.has_errors())
        found.add(Severity::error, "FLT001", root, "no server lies in this folder",
                  "A server is a folder with fcgiext.ini and applicationHost.config; see "
                  "--ini-name and --manifest");
      any = true;
      return server;
    };
    return Sources{std::move(servers), [again](Diagnostics& found) { return again->next(found); }};
  }
  ReadResult file = read_file(to_path(f.manifest));
  if (!file.error.empty()) {
    diagnostics.add(Severity::error, "FIL001", f.manifest, "cannot be read: " + file.error,
                    "Check the path and its permissions");
    return std::nullopt;
  }
  Decoded text = decode(file.bytes, std::nullopt);
  const fs::path base = f.root.empty() ? to_path(f.manifest).parent_path() : to_path(f.root);
  const auto manifest = std::make_shared<Manifest>(SourceText(f.manifest, std::move(text.text)),
                                                   base, f.files, mapping);
  if (!manifest->check(diagnostics)) return std::nullopt;
  const auto again = std::make_shared<Manifest>(*manifest);
  return Sources{[manifest](Diagnostics& found) { return manifest->next(found); },
                 [again](Diagnostics& found) { return again->next(found); }};
}

RunOptions run_options(const CLI::App& command, const FleetArguments& f, const Arguments& a) {
  RunOptions run;
  run.command = command.get_name();
  run.job.apply = run.command == "apply";
  run.job.in_place = f.in_place;
  if (!f.out.empty()) run.job.out = to_path(f.out);
  run.job.files = job_files(a);
  run.job.options = a.options;
  run.job.print = print_of_run(command, a);
  run.job.backup = !a.no_backup;
  run.job.secrets = a.show_secrets ? Secrets::shown : Secrets::masked;
  if (!a.backup_dir.empty()) run.job.backup_dir = to_path(a.backup_dir);
  run.threads = f.jobs > 0 ? f.jobs : std::max(std::thread::hardware_concurrency(), 1u);
  run.max_failures = f.max_failures;
  run.resume = f.resume;
  run.shard = f.shard.empty() ? std::nullopt : Shard::read(f.shard);
  run.folder = run.job.out;
  if (f.in_place && f.out.empty()) run.folder = to_path(f.root);
  return run;
}

std::optional<Reviewed> read_reviewed(const FleetArguments& f, Diagnostics& diagnostics) {
  const ReadResult file = read_file(to_path(f.reviewed));
  if (file.error.empty()) return Reviewed::read(f.reviewed, file.bytes, f.groups, diagnostics);
  diagnostics.add(Severity::error, "FIL001", f.reviewed, "cannot be read: " + file.error,
                  "Check the path and its permissions");
  return std::nullopt;
}

ProgressStyle progress_style(const Arguments& a) {
  if (a.quiet) return ProgressStyle::none;
  return is_terminal(true) ? ProgressStyle::bar : ProgressStyle::lines;
}

void show(const Summary& summary, const std::string& command, const std::string& details,
          const Arguments& a) {
  if (a.format == "json") {
    JsonWriter out(JsonWriter::Layout::indented);
    out.object();
    summary.write(out, command);
    out.end_object();
    std::cout << out.written() << "\n" << std::flush;
  } else {
    std::cout << summary.text(command, details, text_style(a)) << std::flush;
  }
}

int fail(const Diagnostics& diagnostics, const Arguments& a) {
  std::cerr << text_findings(diagnostics, text_style(a, true));
  return exit_error;
}

int run_plan_or_apply(const CLI::App& command, const FleetArguments& f, Arguments& a) {
  const std::string name = command.get_name();
  if (const std::string problem = usage_problem(name, f); !problem.empty())
    return wrong_usage(name, problem);
  if (!f.shard.empty() && !Shard::read(f.shard))
    return wrong_usage(name, "--shard: '" + f.shard + "' is not I/N with I from 0 to N-1");
  // Each server has its own metabase: the check for one server asks for a file.
  const bool own_metabases = a.handlers == "metabase" && a.metabase.empty();
  if (own_metabases) a.metabase = f.files.metabase;
  if (const auto wrong = read_arguments(a); !wrong.empty()) return wrong_usage(name, wrong.front());
  if (own_metabases) a.metabase.clear();

  FleetReports reports(a.reports);
  if (const auto wrong = reports.problems(); !wrong.empty())
    return wrong_usage(name, wrong.front());
  Diagnostics diagnostics = reports.check();
  if (diagnostics.has_errors()) return fail(diagnostics, a);
  gather_rules(a.rules, a.options, diagnostics);
  const auto mapping = gather_mapping(a.mappings_dir, diagnostics);
  if (!mapping) return fail(diagnostics, a);
  const auto source = make_source(f, *mapping, diagnostics);
  std::optional<Reviewed> reviewed;
  if (!f.reviewed.empty()) reviewed = read_reviewed(f, diagnostics);
  if (!source || diagnostics.has_errors()) return fail(diagnostics, a);

  RunOptions options = run_options(command, f, a);
  if (!a.quiet) options.counted = source->counted;
  if (!a.reports.empty()) options.reported = [&](const Row& row) { reports.add(row); };
  Progress progress(std::cerr, progress_style(a));
  const RunResult result =
      run_fleet(options, source->servers, *mapping, reviewed ? &*reviewed : nullptr, progress);
  show(result.summary, name,
       options.folder.empty() ? std::string() : to_utf8(details_path(options)), a);
  if (const Diagnostics unwritten = reports.write(result.summary, name); unwritten.has_errors())
    return fail(unwritten, a);
  if (result.interrupted) return exit_interrupted;
  if (result.summary.has_failures()) return exit_error;
  if (result.summary.has_left_out()) return exit_partial;
  return a.exit_code && result.summary.has_changes() ? exit_changes : exit_done;
}

int run_fleet_rollback(const FleetArguments& f, const Arguments& a) {
  std::optional<fs::path> backup_dir;
  if (!a.backup_dir.empty()) backup_dir = to_path(a.backup_dir);
  fs::path journal = to_path(f.root);
  std::error_code error;
  const bool is_folder = fs::is_directory(journal, error);
  if (error && error != std::errc::no_such_file_or_directory) {
    Diagnostics diagnostics;
    diagnostics.add(Severity::error, "FLT030", f.root, "cannot be read: " + failure_of(error).text,
                    hint_for(failure_of(error).cause));
    return fail(diagnostics, a);
  }
  if (is_folder) journal /= "fleet.jsonl";
  const bool from_journal = !is_folder || file_exists(journal);
  const FleetRollback result =
      from_journal ? roll_back_journal(journal, backup_dir, f.force)
                   : roll_back_folder(to_path(f.root), f.files, backup_dir, f.force);
  std::cerr << text_findings(result.diagnostics, text_style(a, true));
  std::cout << result.restored
            << (result.restored == 1 ? " config is again what it was, "
                                     : " configs are again what they were, ")
            << result.untouched << " needed nothing, " << result.failed << " failed.\n";
  return result.failed > 0 || result.diagnostics.has_errors() ? exit_error : exit_done;
}

int run_merge(const FleetArguments& f, const Arguments& a) {
  const Summary summary = merge_journals(f.journals, to_path(f.out));
  show(summary, "merge", to_utf8(to_path(f.out) / "fleet.json"), a);
  if (summary.has_failures()) return exit_error;
  return summary.has_left_out() ? exit_partial : exit_done;
}

}  // namespace

int run_fleet_command(const CLI::App& fleet, FleetArguments& f, Arguments& a) {
  const CLI::App& command = *fleet.get_subcommands().front();
  if (command.get_name() == "rollback") return run_fleet_rollback(f, a);
  if (command.get_name() == "check") return run_fleet_check(f.check, a);
  if (command.get_name() == "merge") return run_merge(f, a);
  return run_plan_or_apply(command, f, a);
}

}  // namespace fcgi6to7
