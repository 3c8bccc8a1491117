// What would keep planned handler mappings from serving: said before it fails on the server.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "plan/plan.hpp"
#include "plan/routes.hpp"

namespace fcgi6to7 {

/// Reports a missing FastCgiModule, locations that keep their mappings from applications below,
/// wildcard mappings over static files, and web.config files that are in the way or not seen.
void check_handlers(const Plan& plan, const RouteSources& sources);

/// A file of the server by its Windows path; nothing: it is not there.
using FileReader = std::function<std::optional<std::string>(const std::string& windows_path)>;

/// Reports what the web.config in a folder does to handler mappings (PLN115).
void check_web_config(const std::string& folder, const FileReader& read, Diagnostics& diagnostics);

}  // namespace fcgi6to7
