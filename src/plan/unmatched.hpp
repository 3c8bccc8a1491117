// Names that the user gave and nothing bears: a misspelt --skip-pool would migrate the pool.
#pragma once

#include <vector>

#include "apphost/apphost.hpp"
#include "plan/options.hpp"
#include "plan/wanted.hpp"

namespace fcgi6to7 {

/// Reports (PLN073) what --skip-pool, --skip-setting and --site name and neither the files nor the
/// tables have: a warning where a name is near, so that it is probably misspelt; else a note, as
/// one set of rules may serve many servers. `host` may be null.
void report_unmatched(const std::vector<ReadIni>& inis, const AppHost* host,
                      const Context& context);

}  // namespace fcgi6to7
