// plan, apply and inspect: gather, migrate, write, report.
#include <filesystem>
#include <iostream>

#include "check/advise.hpp"
#include "cli/commands.hpp"
#include "files/path_text.hpp"
#include "files/save.hpp"
#include "intake/gather.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

// The format that a report file's ending asks for.
std::optional<Format> format_of(const std::string& file) {
  return format_of_ending(to_utf8(to_path(file).extension()));
}

Format stdout_format(const Arguments& arguments) {
  return format_named(arguments.format).value_or(Format::text);
}

Secrets secrets_of(const Arguments& arguments) {
  return arguments.show_secrets ? Secrets::shown : Secrets::masked;
}

// Mistakes that must be known before anything changes.
std::vector<std::string> check_outputs(const std::string& command, const Arguments& arguments) {
  std::vector<std::string> wrong;
  std::vector<fs::path> targets;
  const auto claim = [&](const std::string& option, const std::string& file) {
    std::error_code error;
    const fs::path target = fs::weakly_canonical(fs::absolute(to_path(file)), error);
    for (const fs::path& other : targets)
      if (!error && other == target)
        wrong.push_back(option + ": '" + file + "' is named twice, or is one of the inputs");
    targets.push_back(target);
  };
  claim("INI", arguments.ini);
  if (!arguments.config.empty()) claim("CONFIG", arguments.config);
  if (arguments.output && *arguments.output != "-") {
    if (command != "apply") wrong.push_back("--output belongs to apply; plan writes nothing");
    claim("--output", *arguments.output);
  }
  for (const std::string& report : arguments.reports) {
    if (!format_of(report))
      wrong.push_back("--report: the ending of '" + report + "' names no format; use one of " +
                      format_endings());
    claim("--report", report);
    const fs::path folder = to_path(report).parent_path();
    if (!folder.empty() && !fs::is_directory(folder))
      wrong.push_back("--report: the folder of '" + report + "' does not exist");
  }
  return wrong;
}

struct Written {
  std::string to;
  std::string backup;
};

// The new file opens to nobody that the old one did not open to.
unsigned mode_of(const std::string& file) {
  std::error_code unknown;
  const fs::perms mode = fs::status(to_path(file), unknown).permissions();
  return unknown ? 0600 : static_cast<unsigned>(mode & fs::perms::all);
}

Written write_config(const Arguments& arguments, const Inputs& inputs, Outcome& outcome) {
  Written written;
  const std::string& patched = *outcome.patched;
  if (arguments.output) {
    if (*arguments.output == "-") {
      std::cout << patched << std::flush;
    } else {
      Diagnostics problems =
          write_new_or_replace(to_path(*arguments.output), patched, mode_of(arguments.config));
      if (!problems.has_errors()) written.to = *arguments.output;
      outcome.diagnostics.append(std::move(problems));
    }
    return written;
  }
  if (!outcome.has_changes()) {
    clean_up_after_dead_run(to_path(arguments.config));
    return written;
  }
  SaveRequest request{to_path(arguments.config), inputs.config->bytes, patched, std::nullopt,
                      !arguments.no_backup};
  if (!arguments.backup_dir.empty()) request.backup_dir = to_path(arguments.backup_dir);
  SaveResult saved = replace_file(request);
  if (saved.written) {
    const fs::path folder = request.backup_dir.value_or(request.target.parent_path());
    written = {arguments.config, saved.backup.empty() ? "" : to_utf8_near(saved.backup, folder)};
  }
  outcome.diagnostics.append(std::move(saved.diagnostics));
  return written;
}

int exit_code(const std::string& command, const Arguments& arguments, const Outcome& outcome,
              bool write_failed) {
  if (write_failed) return exit_error;
  if (command == "inspect") return outcome.diagnostics.has_errors() ? exit_error : exit_done;
  if (!outcome.patched) return exit_error;
  if (command == "apply") return outcome.left_out ? exit_partial : exit_done;
  return arguments.exit_code && outcome.has_changes() ? exit_changes : exit_done;
}

bool write_reports(const Report& report, const Arguments& arguments) {
  bool all_written = true;
  for (const std::string& file : arguments.reports) {
    const Format format = format_of(file).value_or(Format::text);
    const std::string text = render(report, format, TextStyle{false, Detail::normal});
    // What is meant to be applied is exact, so nobody else may read it.
    const unsigned mode = is_exact(format) ? 0600 : 0644;
    const Diagnostics problems = write_new_or_replace(to_path(file), text, mode);
    std::cerr << text_findings(problems, text_style(arguments, true));
    all_written = all_written && !problems.has_errors();
  }
  return all_written;
}

int fail(const Diagnostics& diagnostics, const Arguments& arguments) {
  std::cerr << text_findings(diagnostics, text_style(arguments, true));
  return exit_error;
}

// The reports that were asked for are written all the same.
int report_unreadable(const std::string& command, const Arguments& arguments,
                      const Mapping& mapping, Diagnostics diagnostics) {
  Inputs inputs;
  inputs.ini.name = arguments.ini;
  if (!arguments.config.empty()) inputs.config = NamedBytes{arguments.config, ""};
  Outcome outcome;
  outcome.diagnostics = std::move(diagnostics);
  const Report report = make_report(command, inputs, mapping, outcome, secrets_of(arguments));
  write_reports(report, arguments);
  const Format format = stdout_format(arguments);
  if (format == Format::text || is_exact(format)) return fail(report.diagnostics, arguments);
  std::cout << render(report, format, text_style(arguments));
  return exit_error;
}

}  // namespace

int run_migration(const std::string& command, Arguments& arguments) {
  if (const auto wrong = check_outputs(command, arguments); !wrong.empty()) {
    for (const std::string& problem : wrong)
      std::cerr << "fcgi6to7 " << command << ": " << problem << "\n";
    return exit_usage;
  }
  Diagnostics diagnostics;
  for (const std::string& report : arguments.reports)
    diagnostics.append(check_writable(to_path(report)));
  if (diagnostics.has_errors()) return fail(diagnostics, arguments);
  gather_rules(arguments.rules, arguments.options, diagnostics);
  const auto mapping = gather_mapping(arguments.mappings_dir, diagnostics);
  if (!mapping) return fail(diagnostics, arguments);
  const auto inputs = gather_inputs(job_files(arguments), arguments.options, *mapping, diagnostics);
  if (!inputs) return report_unreadable(command, arguments, *mapping, std::move(diagnostics));

  Outcome outcome = migrate(*inputs, *mapping, arguments.options);
  outcome.diagnostics.append(advise(*inputs, outcome, *mapping, arguments.options));
  Written written;
  const std::size_t errors = outcome.diagnostics.count(Severity::error);
  if (command == "apply" && outcome.patched) written = write_config(arguments, *inputs, outcome);
  const bool write_failed = outcome.diagnostics.count(Severity::error) > errors;

  Report report = make_report(command, *inputs, *mapping, outcome, secrets_of(arguments));
  report.written_to = written.to;
  report.backup = written.backup;
  const bool reports_written = write_reports(report, arguments);
  const bool stdout_is_taken = arguments.output == "-";
  std::ostream& out = stdout_is_taken ? std::cerr : std::cout;
  const Format format = stdout_format(arguments);
  out << render(report, format, text_style(arguments, stdout_is_taken)) << std::flush;
  if (!outcome.patched && is_exact(format)) fail(report.diagnostics, arguments);
  return exit_code(command, arguments, outcome, write_failed || !reports_written);
}

}  // namespace fcgi6to7
