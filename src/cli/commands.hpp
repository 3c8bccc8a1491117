// The commands, one function each.
#pragma once

#include <string>

#include "cli/arguments.hpp"
#include "report/report.hpp"

namespace fcgi6to7 {

/// plan, apply and inspect: `command` says which.
int run_migration(const std::string& command, Arguments& arguments);
/// verify and check: what IIS would refuse, and what would not serve.
int run_check(const std::string& command, Arguments& arguments);
int run_rollback(const Arguments& arguments, bool list, bool force);
int run_mappings(const Arguments& arguments);
int run_explain(const Arguments& arguments, const std::string& code, bool checks);

/// That there is no such code, and which one may be meant.
std::string no_such_code(const std::string& code, const Mapping& mapping);
/// What is wrong with the codes of --only, --ignore and --fix, one line each.
std::vector<std::string> wrong_codes(const Arguments& arguments, const Mapping& mapping);

/// How text goes to a stream, by --color, NO_COLOR, -v and -q.
TextStyle text_style(const Arguments& arguments, bool to_stderr = false);

}  // namespace fcgi6to7
