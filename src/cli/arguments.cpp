#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <map>

#include "files/disk.hpp"
#include "report/report.hpp"
#include "text/encoding.hpp"

namespace fcgi6to7 {
namespace {

template <typename Enum>
void choose(Enum& target, const std::string& typed, const std::map<std::string, Enum>& choices) {
  if (const auto found = choices.find(typed); found != choices.end()) target = found->second;
}

}  // namespace

namespace {

void add_target_options(CLI::App& command, Arguments& a, const std::string& group) {
  command.add_option("--target", a.target, "version of IIS (auto)")
      ->check(CLI::IsMember({"auto", "7.0", "7.0+kb980363", "7.5", "8.0", "8.5", "10.0"}))
      ->group(group);
  command.add_option("--schema", a.schema, "IIS_schema.xml of the new server")
      ->type_name("FILE")
      ->group(group);
  command
      .add_option("--mappings", a.mappings_dir,
                  "folder with mapping tables in place of the built-in ones")
      ->type_name("DIR")
      ->group(group);
}

}  // namespace

void add_ini_options(CLI::App& command, Arguments& a) {
  const std::string group = "Reading the ini";
  command
      .add_option("--source-version", a.source_version,
                  "FastCGI extension of the old server (auto)")
      ->check(CLI::IsMember({"auto", "1.0", "1.5"}))
      ->group(group);
  command.add_option("--dll", a.dll, "fcgiext.dll of the old server; its file version decides")
      ->type_name("FILE")
      ->group(group);
  command
      .add_option("--codepage", a.codepage,
                  "ANSI code page of the ini, number or name (1252 if it is not UTF-8)")
      ->type_name("N|NAME")
      ->group(group);
  command.add_option("--repeats", a.repeats, "which of repeated keys and sections holds (last)")
      ->check(CLI::IsMember({"last", "first", "refuse"}))
      ->group(group);
  command.add_option("--ini32", a.ini32, "SysWOW64's fcgiext.ini, migrated together")
      ->type_name("FILE")
      ->group(group);
  add_target_options(command, a, group);
  command
      .add_option("--root", a.root,
                  "mounted copy of the new server's disk, to see which files exist")
      ->type_name("DIR")
      ->group(group);
  command
      .add_option("--max-file-size", a.max_file_size,
                  "refuse input files of more MB (2^20 bytes), 1 to 2047 (512)")
      ->type_name("MB")
      ->check(CLI::Range(1U, static_cast<unsigned>(largest_file_size >> 20)))
      ->group(group);
  command.add_flag("--strict", a.options.strict, "warnings are errors")->group(group);
}

namespace {

void add_handler_options(CLI::App& command, Arguments& a) {
  const std::string routing = "Handler mappings";
  command
      .add_option("--handlers", a.handlers,
                  "route requests to the pools: off, from [Types], or from the metabase (off)")
      ->check(CLI::IsMember({"off", "types", "metabase"}))
      ->group(routing);
  command.add_option("--metabase", a.metabase, "MetaBase.xml of the IIS 6 server")
      ->type_name("FILE")
      ->group(routing);
  command
      .add_option("--wildcard-map", a.wildcard_maps,
                  "a wildcard script map existed, at every site or at SITE-ID (repeatable)")
      ->type_name("[SITE-ID]")
      ->expected(0, 1)
      ->group(routing);
  command.add_option("--site", a.sites, "the site that takes the place of an id (repeatable)")
      ->type_name("ID=NAME")
      ->group(routing);
  command
      .add_flag("--response-buffer-limit", a.options.response_buffer_limit,
                "set ResponseBufferLimit on handler mappings that are there")
      ->group(routing);
}

}  // namespace

void add_config_options(CLI::App& command, Arguments& a) {
  const std::string policy = "What happens";
  command
      .add_option("--existing", a.existing,
                  "where the config has another value: the ini's wins, stay, or fail (update)")
      ->check(CLI::IsMember({"update", "keep", "fail"}))
      ->group(policy);
  command
      .add_option("--defaults", a.defaults,
                  "where the ini is silent and defaults differ: write IIS 6's, or not (pin)")
      ->check(CLI::IsMember({"pin", "keep"}))
      ->group(policy);
  command.add_option("--range", a.range, "values outside the target's range (refuse)")
      ->check(CLI::IsMember({"refuse", "clamp"}))
      ->group(policy);
  command
      .add_option("--collisions", a.collisions, "pools with one executable and arguments (refuse)")
      ->check(CLI::IsMember({"refuse", "first", "separate"}))
      ->group(policy);
  command.add_option("--fix", a.fixes, "correct what would fail: php-max-requests")
      ->check(CLI::IsMember({"php-max-requests"}))
      ->group(policy);
  command.add_option("--skip-pool", a.options.skip_pools, "leave a process pool out (repeatable)")
      ->type_name("NAME")
      ->group(policy);
  command.add_option("--skip-setting", a.options.skip_settings, "leave a setting out (repeatable)")
      ->type_name("NAME")
      ->group(policy);
  command
      .add_option("--replace-path", a.replace_paths, "a drive or folder that moved (repeatable)")
      ->type_name("OLD=NEW")
      ->group(policy);
  command
      .add_option("--rules", a.rules, "skip-pool, skip-setting and replace-path from an INI file")
      ->type_name("FILE")
      ->group(policy);
  command
      .add_flag("--partial", a.options.partial, "write what is sound, leave out what has errors")
      ->group(policy);

  add_handler_options(command, a);
}

void add_code_options(CLI::App& command, Arguments& a) {
  const std::string output = "Output";
  command.add_option("--only", a.only, "these codes alone (repeatable)")
      ->type_name("CODE")
      ->group(output);
  command.add_option("--ignore", a.ignored, "all but these codes (repeatable)")
      ->type_name("CODE")
      ->group(output);
}

void add_check_options(CLI::App& command, Arguments& a) {
  add_target_options(command, a, "Target");
  const std::string output = "Output";
  command.add_option("--format", a.format, "text, json, html or markdown (text)")
      ->check(CLI::IsMember({"text", "json", "html", "markdown"}))
      ->group(output);
  add_code_options(command, a);
}

void add_evidence_options(CLI::App& command, Arguments& a) {
  const std::string evidence = "What else is at hand";
  command.add_option("--ini", a.ini, "fcgiext.ini: is all of it in the config?")
      ->type_name("FILE")
      ->group(evidence);
  command.add_option("--metabase", a.metabase, "MetaBase.xml: what did the sites have on IIS 6?")
      ->type_name("FILE")
      ->group(evidence);
  command
      .add_option("--root", a.root, "mounted copy of the server's disk: php.ini, folders, programs")
      ->type_name("DIR")
      ->group(evidence);
  command
      .add_flag("--accounts", a.accounts,
                "who FastCGI processes run as, site by site, with icacls lines")
      ->group("Output");
}

void add_fix_options(CLI::App& command, Arguments& a) {
  const std::string fixing = "Fix";
  command.add_option("--fix", a.fix_codes, "correct what these codes find; prints the diff")
      ->type_name("CODE")
      ->group(fixing);
  command
      .add_option("--cgi", a.cgi_programs,
                  "set a CGI program up: handler mapping and isapiCgiRestriction (repeatable)")
      ->type_name("EXT=PROGRAM")
      ->group(fixing);
  auto* write = command.add_flag("--write", a.write, "write CONFIG (backup first)")->group(fixing);
  command.add_option("--output", a.output, "write there instead of CONFIG; - is stdout")
      ->type_name("FILE")
      ->excludes(write)
      ->group(fixing);
  command.add_option("--backup-dir", a.backup_dir, "where the backup goes (beside CONFIG)")
      ->type_name("DIR")
      ->group(fixing);
  command.add_flag("--no-backup", a.no_backup, "make no backup")->group(fixing);
}

void add_report_options(CLI::App& command, Arguments& a) {
  const std::string output = "Output";
  command.add_option("--format", a.format, "what stdout gets (text)")
      ->check(CLI::IsMember(format_names()))
      ->group(output);
  command
      .add_option("--report", a.reports, "write a report: " + format_endings() + " (repeatable)")
      ->type_name("FILE")
      ->group(output);
  add_secrets_option(command, a);
}

void add_secrets_option(CLI::App& command, Arguments& a) {
  command.add_flag("--show-secrets", a.show_secrets, "do not mask what looks like a secret")
      ->group("Output");
}

void add_display_options(CLI::App& command, Arguments& a) {
  const std::string output = "Output";
  command.add_option("--color", a.color, "auto, always or never; NO_COLOR is honoured (auto)")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->group(output);
  command
      .add_flag("-v,--verbose", a.verbose, "explain every finding, and show those that are alike")
      ->group(output);
  command.add_flag("-q,--quiet", a.quiet, "errors and the summary only")->group(output);
}

JobFiles job_files(const Arguments& a) {
  return {a.ini,
          a.config,
          a.ini32,
          a.metabase,
          a.schema,
          a.dll,
          a.root,
          a.is_of_this_server,
          std::uintmax_t{a.max_file_size} << 20};
}

std::vector<std::string> read_arguments(Arguments& a) {
  std::vector<std::string> wrong;
  Options& options = a.options;
  if (a.source_version != "auto")
    options.source_version = a.source_version == "1.5" ? SourceVersion::v1_5 : SourceVersion::v1_0;
  if (a.target != "auto") options.target = a.target;
  choose(options.existing, a.existing,
         {{"update", Existing::update}, {"keep", Existing::keep}, {"fail", Existing::fail}});
  options.existing_is_explicit = !a.existing.empty();
  choose(options.defaults, a.defaults, {{"pin", Defaults::pin}, {"keep", Defaults::keep}});
  choose(options.range, a.range, {{"refuse", RangePolicy::refuse}, {"clamp", RangePolicy::clamp}});
  choose(options.collisions, a.collisions,
         {{"refuse", Collisions::refuse},
          {"first", Collisions::first},
          {"separate", Collisions::separate}});
  choose(options.repeats, a.repeats,
         {{"last", Repeats::last}, {"first", Repeats::first}, {"refuse", Repeats::refuse}});
  choose(options.handlers, a.handlers,
         {{"off", Handlers::off}, {"types", Handlers::types}, {"metabase", Handlers::metabase}});
  if ((a.handlers == "metabase") != !a.metabase.empty())
    wrong.push_back("--handlers metabase and --metabase FILE go together");
  for (const std::string& id : a.wildcard_maps)
    options.wildcard_maps.push_back({id.empty() ? std::nullopt : std::optional(id)});
  for (const std::string& site : a.sites) {
    const std::size_t equals = site.find('=');
    if (equals == std::string::npos || equals == 0)
      wrong.push_back("--site: '" + site + "' is not ID=NAME");
    else
      options.sites.emplace_back(site.substr(0, equals), site.substr(equals + 1));
  }
  options.fix_php_max_requests = !a.fixes.empty();
  if (!a.codepage.empty()) {
    options.codepage = codepage_of(a.codepage);
    if (!options.codepage)
      wrong.push_back("--codepage: '" + a.codepage + "' is no code page that this system knows");
  }
  for (const std::string& rule : a.replace_paths) {
    const std::size_t equals = rule.find('=');
    if (equals == std::string::npos || equals == 0)
      wrong.push_back("--replace-path: '" + rule + "' is not OLD=NEW");
    else
      options.replace_paths.push_back({rule.substr(0, equals), rule.substr(equals + 1)});
  }
  return wrong;
}

}  // namespace fcgi6to7
