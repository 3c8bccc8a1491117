// verify and check: gather, look, report.
#include <iostream>

#include "check/run.hpp"
#include "cli/commands.hpp"
#include "report/findings.hpp"

namespace fcgi6to7 {
namespace {

std::vector<std::string> unknown_codes(const Arguments& arguments, const Mapping& mapping) {
  std::vector<std::string> unknown;
  for (const auto* codes : {&arguments.only, &arguments.ignored})
    for (const std::string& code : *codes)
      if (!mapping.find_explanation(code)) unknown.push_back(code);
  return unknown;
}

int report(const FindingsReport& findings, const Arguments& arguments) {
  if (arguments.format == "json")
    std::cout << json_findings_report(findings);
  else if (arguments.format == "markdown")
    std::cout << markdown_findings_report(findings);
  else
    std::cout << text_findings_report(findings, text_style(arguments));
  return findings.diagnostics.has_errors() ? exit_error : exit_done;
}

}  // namespace

int run_check(const std::string& command, Arguments& arguments) {
  Diagnostics diagnostics;
  const auto mapping = gather_mapping(arguments.mappings_dir, diagnostics);
  if (mapping) {
    const auto unknown = unknown_codes(arguments, *mapping);
    for (const std::string& code : unknown)
      std::cerr << "fcgi6to7 " << command << ": there is no code " << code
                << "; all codes: fcgi6to7 explain\n";
    if (!unknown.empty()) return exit_usage;
  }
  const auto inputs =
      mapping ? gather_inputs(job_files(arguments), arguments.options, *mapping, diagnostics)
              : std::nullopt;
  if (!inputs) return report({command, arguments.config, "", diagnostics}, arguments);
  const CheckChoice choice{command == "check", arguments.only, arguments.ignored};
  const CheckResult result = check_config(*inputs, *mapping, arguments.options, choice);
  return report({command, arguments.config, result.target, result.diagnostics}, arguments);
}

}  // namespace fcgi6to7
