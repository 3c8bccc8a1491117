// verify and check: gather, look, report.
#include <iostream>

#include "check/run.hpp"
#include "cli/commands.hpp"
#include "files/path_text.hpp"
#include "files/save.hpp"
#include "report/findings.hpp"
#include "report/ink.hpp"
#include "report/secrets.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {

std::string no_such_code(const std::string& code, const Mapping& mapping) {
  std::vector<std::string_view> codes;
  for (const Explanation& known : mapping.explanations) codes.push_back(known.code);
  const auto near = nearest(code, codes);
  return "there is no code " + code + (near ? "; did you mean " + std::string(*near) + "?" : ".") +
         " All codes: fcgi6to7 explain";
}

std::vector<std::string> wrong_codes(const Arguments& arguments, const Mapping& mapping) {
  std::vector<std::string> wrong;
  for (const auto* codes : {&arguments.only, &arguments.ignored, &arguments.fix_codes})
    for (const std::string& code : *codes)
      if (!mapping.find_explanation(code))
        wrong.push_back(no_such_code(code, mapping));
      else if (codes == &arguments.fix_codes && mapping.find_explanation(code)->fix.empty())
        wrong.push_back("--fix can do nothing about " + code +
                        "; what it can: fcgi6to7 explain --checks");
  return wrong;
}

namespace {

int report(FindingsReport findings, const Arguments& arguments) {
  if (!arguments.show_secrets) Masker(Plan{}).apply(findings.diagnostics);
  if (arguments.format == "json")
    std::cout << json_findings_report(findings);
  else if (arguments.format == "html")
    std::cout << html_findings_report(findings);
  else if (arguments.format == "markdown")
    std::cout << markdown_findings_report(findings);
  else
    std::cout << text_findings_report(findings, text_style(arguments));
  return findings.diagnostics.has_errors() ? exit_error : exit_done;
}

// Shows what the fixes change, and writes it as apply does. False: it could not be written.
bool save(const Arguments& arguments, const Inputs& inputs, const CheckResult& result) {
  if (arguments.output == "-") {
    std::cout << *result.patched << std::flush;
    return true;
  }
  if (arguments.format == "text")
    std::cout << "\n"
              << shown_diff(arguments.show_secrets ? result.diff : Masker(Plan{}).mask(result.diff),
                            Ink(text_style(arguments).color));
  Diagnostics problems;
  if (arguments.output) {
    problems = write_new_or_replace(to_path(*arguments.output), *result.patched);
  } else if (arguments.write && *result.patched != inputs.config->bytes) {
    SaveRequest request{to_path(arguments.config), inputs.config->bytes, *result.patched,
                        std::nullopt, !arguments.no_backup};
    if (!arguments.backup_dir.empty()) request.backup_dir = to_path(arguments.backup_dir);
    problems = replace_file(request).diagnostics;
  }
  std::cerr << text_findings(problems, text_style(arguments, true));
  return !problems.has_errors();
}

}  // namespace

int run_check(const std::string& command, Arguments& arguments) {
  Diagnostics diagnostics;
  const auto mapping = gather_mapping(arguments.mappings_dir, diagnostics);
  if (mapping) {
    const auto wrong = wrong_codes(arguments, *mapping);
    for (const std::string& problem : wrong)
      std::cerr << "fcgi6to7 " << command << ": " << problem << "\n";
    if (!wrong.empty()) return exit_usage;
  }
  const auto inputs =
      mapping ? gather_inputs(job_files(arguments), arguments.options, *mapping, diagnostics)
              : std::nullopt;
  if (!inputs) return report({command, arguments.config, "", diagnostics, {}}, arguments);
  CheckChoice choice;
  choice.rules = command == "check";
  choice.only = arguments.only;
  choice.ignore = arguments.ignored;
  choice.fix = arguments.fix_codes;
  choice.accounts = arguments.accounts;
  for (const std::string& typed : arguments.cgi_programs) {
    const auto program = CgiProgram::read(typed);
    if (!program) {
      std::cerr << "fcgi6to7 check: --cgi: '" << typed << "' is not EXT=PROGRAM\n";
      return exit_usage;
    }
    choice.cgi.push_back(*program);
  }
  if (choice.fix.empty() && choice.cgi.empty() && (arguments.write || arguments.output)) {
    std::cerr << "fcgi6to7 check: --write and --output belong to --fix and --cgi\n";
    return exit_usage;
  }
  CheckResult result = check_config(*inputs, *mapping, arguments.options, choice);
  const int code = arguments.output == "-"
                       ? (result.diagnostics.has_errors() ? exit_error : exit_done)
                       : report({command, arguments.config, result.target,
                                 std::move(result.diagnostics), std::move(result.accounts)},
                                arguments);
  return result.patched && !save(arguments, *inputs, result) ? exit_error : code;
}

}  // namespace fcgi6to7
