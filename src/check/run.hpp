// verify and check as one function of bytes: the findings on a config.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "check/accounts.hpp"
#include "check/cgi.hpp"
#include "mapping/mapping.hpp"
#include "plan/inputs.hpp"
#include "plan/options.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// Which findings are asked for. A code that is neither in `only` (when that holds any) nor missing
/// from `ignore` is left out; a config that cannot be read is reported always.
struct CheckChoice {
  bool rules = false;  ///< check: the rules too; else verify alone
  std::vector<std::string> only, ignore;
  std::vector<std::string> fix;  ///< codes whose findings are corrected
  std::vector<CgiProgram> cgi;   ///< CGI programs to set up
  bool accounts = false;         ///< who FastCGI processes run as, too
};

struct CheckResult {
  bool readable = false;  ///< the config was read; else the findings say why not
  std::string target;     ///< the version of IIS, and why it is taken
  Diagnostics diagnostics;
  std::optional<std::string> patched;  ///< the config's bytes after the fixes; nothing: none
  std::string diff;                    ///< of the bytes; empty: no change
  std::vector<SiteAccount> accounts;   ///< without their elements
};

/// inputs.config must be there.
CheckResult check_config(const Inputs& inputs, const Mapping& mapping, const Options& options,
                         const CheckChoice& choice);

}  // namespace fcgi6to7
