#include "cli/run.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>

#include "cli/command_tree.hpp"
#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/console.hpp"
#include "cli/defaults.hpp"
#include "cli/fleet_commands.hpp"
#include "cli/manual.hpp"
#include "cli/version.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::string exit_code_text() {
  std::string text = "Exit codes:";
  for (const ExitMeaning& exit : exit_meanings)
    text.append("\n  ").append(std::to_string(exit.code)).append("  ").append(exit.meaning);
  return text + "\nHelp on a command: fcgi6to7 COMMAND --help";
}

constexpr const char* plan_examples =
    "Examples:\n"
    "  fcgi6to7 plan fcgiext.ini applicationHost.config\n"
    "      what would change, line by line, and the diff; writes nothing\n"
    "  fcgi6to7 plan fcgiext.ini applicationHost.config --target 8.5 --source-version 1.0 "
    "--exit-code\n"
    "      for scripts: exit 2 when changes are pending\n"
    "  fcgi6to7 plan fcgiext.ini applicationHost.config --format diff | patch -p1 "
    "applicationHost.config\n"
    "      the diff alone, as patch and git apply take it";

constexpr const char* apply_examples =
    "Examples:\n"
    "  fcgi6to7 apply fcgiext.ini applicationHost.config\n"
    "      writes applicationHost.config and keeps the old file as a backup\n"
    "  fcgi6to7 apply fcgiext.ini applicationHost.config --output new.config --report report.json\n"
    "      leaves applicationHost.config alone\n"
    "  fcgi6to7 apply fcgiext.ini applicationHost.config --collisions separate --partial\n"
    "      tells pools of one php-cgi.exe apart, and leaves out what has errors (exit 4)";

// What CLI11 fills and the commands run on.
struct CommandLine {
  Arguments arguments;
  std::string code;
  std::string shell;
  bool version = false;
  bool checks = false;
  bool list = false;
  bool force = false;
};

CLI::App* add_command(CLI::App& app, const char* name, const char* help, const char* examples,
                      Arguments& arguments) {
  CLI::App* command = app.add_subcommand(name, help);
  command->footer(examples);
  add_display_options(*command, arguments);
  return command;
}

void add_migrations(CLI::App& app, Arguments& a) {
  CLI::App* inspect =
      add_command(app, "inspect", "What a fcgiext.ini says, and what becomes of each setting",
                  "Examples:\n  fcgi6to7 inspect fcgiext.ini\n"
                  "  fcgi6to7 inspect fcgiext.ini --target 10.0 --format json",
                  a);
  inspect->add_option("INI", a.ini,
                      "fcgiext.ini of the IIS 6 server (this server's, or that of --root)");
  add_ini_options(*inspect, a);
  inspect->add_option("--format", a.format, "text or json (text)")
      ->check(CLI::IsMember({"text", "json"}))
      ->group("Output");
  add_secrets_option(*inspect, a);

  for (const bool writes : {false, true}) {
    CLI::App* command =
        writes ? add_command(app, "apply",
                             "The same, then writes CONFIG (backup first) or --output FILE",
                             apply_examples, a)
               : add_command(app, "plan", "Dry run: report and diff; writes nothing", plan_examples,
                             a);
    command->add_option("INI", a.ini,
                        "fcgiext.ini of the IIS 6 server (this server's, or that of --root)");
    command->add_option("CONFIG", a.config, "applicationHost.config of the new server (likewise)");
    add_ini_options(*command, a);
    add_config_options(*command, a);
    add_report_options(*command, a);
    if (writes) {
      command->add_option("--output", a.output, "write there instead of CONFIG; - is stdout")
          ->type_name("FILE")
          ->group("Output");
      command->add_option("--backup-dir", a.backup_dir, "where the backup goes (beside CONFIG)")
          ->type_name("DIR")
          ->group("Output");
      command->add_flag("--no-backup", a.no_backup, "make no backup")->group("Output");
    } else {
      command->add_flag("--exit-code", a.exit_code, "exit 2 when changes are pending")
          ->group("Output");
    }
  }
}

void add_checks(CLI::App& app, Arguments& a) {
  CLI::App* verify =
      add_command(app, "verify", "Whether IIS would load what CONFIG says of FastCGI",
                  "Examples:\n  fcgi6to7 verify applicationHost.config\n"
                  "  fcgi6to7 verify applicationHost.config --schema IIS_schema.xml",
                  a);
  verify->add_option("CONFIG", a.config, "applicationHost.config")->required();
  add_check_options(*verify, a);
  add_secrets_option(*verify, a);

  CLI::App* check = add_command(
      app, "check", "Whether the sites of CONFIG would serve: verify, and rules on the whole file",
      "Examples:\n  fcgi6to7 check applicationHost.config\n"
      "  fcgi6to7 check applicationHost.config --ignore CHK019\n"
      "  fcgi6to7 check applicationHost.config --fix CHK012 --write\n"
      "  fcgi6to7 check applicationHost.config --metabase MetaBase.xml --root /mnt/disk --accounts",
      a);
  check->add_option("CONFIG", a.config, "applicationHost.config")->required();
  add_check_options(*check, a);
  add_secrets_option(*check, a);
  add_evidence_options(*check, a);
  add_fix_options(*check, a);
}

void add_others(CLI::App& app, CommandLine& line) {
  Arguments& a = line.arguments;
  CLI::App* rollback = add_command(app, "rollback", "Puts the newest backup of CONFIG back",
                                   "Examples:\n  fcgi6to7 rollback applicationHost.config --list\n"
                                   "  fcgi6to7 rollback applicationHost.config",
                                   a);
  rollback->add_option("CONFIG", a.config,
                       "applicationHost.config that apply wrote (this server's)");
  rollback->add_option("--backup-dir", a.backup_dir, "where the backups are (beside CONFIG)")
      ->type_name("DIR");
  rollback->add_flag("--list", line.list, "show the backups, newest first");
  rollback->add_flag("--force", line.force, "even if CONFIG was changed since");

  CLI::App* mappings =
      add_command(app, "mappings", "The mapping and schema tables",
                  "Examples:\n  fcgi6to7 mappings\n  fcgi6to7 mappings --format ini", a);
  mappings->add_option("--format", a.format, "text, markdown, json or ini (text)")
      ->check(CLI::IsMember({"text", "markdown", "json", "ini"}));
  mappings->add_option("--mappings", a.mappings_dir, "folder with tables to check and show")
      ->type_name("DIR");

  CLI::App* explain = add_command(app, "explain", "What a diagnostic means and what to do",
                                  "Examples:\n  fcgi6to7 explain\n  fcgi6to7 explain PLN040", a);
  explain->add_option("CODE", line.code, "a diagnostic's code; all of them when it is left out");
  explain->add_flag("--checks", line.checks, "the rules of check, as a page of Markdown");
  explain->add_option("--format", a.format, "text or markdown (text)")
      ->check(CLI::IsMember({"text", "markdown"}));

  CLI::App* completion =
      app.add_subcommand("completion", "A script that completes words in a shell");
  completion->footer(
      "Examples:\n  fcgi6to7 completion bash > /etc/bash_completion.d/fcgi6to7\n"
      "  fcgi6to7 completion zsh > /usr/local/share/zsh/site-functions/_fcgi6to7\n"
      "  fcgi6to7 completion fish > ~/.config/fish/completions/fcgi6to7.fish\n"
      "  fcgi6to7 completion powershell | Out-String | Invoke-Expression");
  completion->add_option("SHELL", line.shell, "bash, zsh, fish or powershell")
      ->required()
      ->check(CLI::IsMember(completion_shells()));

  app.add_subcommand("man", "The man page, in roff")
      ->footer("Examples:\n  fcgi6to7 man > fcgi6to7.1 && man ./fcgi6to7.1");
}

std::vector<std::string> all_codes() {
  Diagnostics diagnostics;
  const auto mapping = load_mapping({}, diagnostics);
  std::vector<std::string> codes;
  if (mapping)
    for (const Explanation& row : mapping->explanations) codes.push_back(row.code);
  return codes;
}

int dispatch(const std::string& command, CommandLine& line) {
  if (command == "mappings") return run_mappings(line.arguments);
  if (command == "explain") return run_explain(line.arguments, line.code, line.checks);
  if (const std::string missing = fill_in_server_files(command, line.arguments); !missing.empty()) {
    std::cerr << "fcgi6to7 " << command << ": " << missing << "\n";
    return exit_usage;
  }
  if (command == "rollback") return run_rollback(line.arguments, line.list, line.force);
  if (command == "check" && !line.arguments.metabase.empty()) line.arguments.handlers = "metabase";
  const auto wrong = read_arguments(line.arguments);
  for (const std::string& problem : wrong)
    std::cerr << "fcgi6to7 " << command << ": " << problem << "\n";
  if (!wrong.empty()) return exit_usage;
  if (command == "verify" || command == "check") return run_check(command, line.arguments);
  return run_migration(command, line.arguments);
}

}  // namespace

TextStyle text_style(const Arguments& arguments, bool to_stderr) {
  const char* no_color = std::getenv("NO_COLOR");
  const bool allowed = no_color == nullptr || *no_color == '\0';
  TextStyle style;
  style.color = arguments.color == "always" ||
                (arguments.color == "auto" && allowed && is_terminal(to_stderr));
  constexpr std::size_t narrowest = 40;  // what is narrower reads worse folded than cut
  const char* columns = std::getenv("COLUMNS");
  if (const std::size_t width = terminal_width(to_stderr); width > 0) {
    const auto typed = static_cast<std::size_t>(decimal(columns ? columns : "").value_or(0));
    style.width = std::max(typed > 0 ? typed : width, narrowest);
  }
  if (arguments.verbose) style.detail = Detail::verbose;
  if (arguments.quiet) style.detail = Detail::quiet;
  return style;
}

namespace {

int run_command(int argc, const char* const* argv) {
  CLI::App app{"Moves FastCGI from IIS 6 (fcgiext.ini) to IIS 7 and later (applicationHost.config)",
               "fcgi6to7"};
  // On Windows CLI11 would take paths that begin with a slash for options. Commands inherit it.
  app.allow_windows_style_options(false);
  CommandLine line;
  app.add_flag("--version", line.version, "show the version; with --verbose, for a bug report");
  app.add_flag("--verbose", line.arguments.verbose, "with --version: compiler, libraries, system");
  app.require_subcommand(0, 1);
  app.footer(exit_code_text());
  add_migrations(app, line.arguments);
  add_checks(app, line.arguments);
  add_others(app, line);
  const auto fleet = add_fleet(app, line.arguments);
  std::vector<std::string> typed = typed_arguments(argc, argv);
  if (!typed.empty()) typed.erase(typed.begin());  // the program's own name
  try {
    app.parse(std::vector<std::string>(typed.rbegin(), typed.rend()));  // as CLI11 takes a vector
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) == 0) return exit_done;
    if (const std::string hint = suggestion(command_tree(app), typed); !hint.empty())
      std::cerr << hint << "\n";
    return exit_usage;
  }
  if (line.version) {
    std::cout << version_text(line.arguments.verbose);
    return exit_done;
  }
  if (app.get_subcommands().empty()) {
    std::cerr << "A command is required\n" << app.help();
    return exit_usage;
  }
  const CLI::App& command = *app.get_subcommands().front();
  if (command.get_name() == "completion") {
    std::cout << completion(command_tree(app), line.shell, all_codes());
    return exit_done;
  }
  if (command.get_name() == "man") {
    std::cout << manual(command_tree(app), FCGI6TO7_VERSION);
    return exit_done;
  }
  if (command.get_name() == "fleet") return run_fleet_command(command, *fleet, line.arguments);
  return dispatch(command.get_name(), line);
}

}  // namespace

namespace {

// Without memory of our own.
void say_stopped(const char* why) {
  std::fputs("fcgi6to7: stopped: ", stderr);
  std::fputs(why, stderr);
  std::fputs("; every file is the old one or the new one, whole: run again to see what is left\n",
             stderr);
}

}  // namespace

int run(int argc, const char* const* argv) {
  const int code = run_command(argc, argv);
  std::cout.flush();
  if (std::cout) return code;
  std::cerr << "fcgi6to7: standard output could not be written whole: is the disk full, or its "
               "reader gone? Files that the run wrote are whole\n";
  return exit_error;
}

int run_guarded(int argc, const char* const* argv) {
  std::set_terminate([] {
    say_stopped("out of memory");
    std::_Exit(exit_error);
  });
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    say_stopped("out of memory");
  } catch (const std::exception& error) {
    say_stopped(error.what());
  }
  return exit_error;
}

}  // namespace fcgi6to7
