// What --version says.
#pragma once

#include <string>

namespace fcgi6to7 {

/// The version and the tables that are built in; verbose, for a bug report: also compiler,
/// libraries and the system it was built for. Nothing of the machine that it runs on.
std::string version_text(bool verbose);

}  // namespace fcgi6to7
