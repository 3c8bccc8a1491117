// Whether the sites of this server run, as appcmd tells.
#pragma once

#include <string_view>
#include <vector>

#include "plan/inputs.hpp"

namespace fcgi6to7 {

/// What `appcmd list sites /xml` prints: <SITE SITE.NAME SITE.ID bindings state>, one a site.
/// Entries without an id or a state are left out; text that is no XML gives nothing. Source:
/// Microsoft, Getting Started with AppCmd.exe.
std::vector<SiteState> read_site_states(std::string_view xml);

}  // namespace fcgi6to7
