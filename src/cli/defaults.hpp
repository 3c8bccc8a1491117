// INI and CONFIG when they were not typed: taken from this server, or from the disk of --root.
#pragma once

#include <string>

#include "cli/arguments.hpp"

namespace fcgi6to7 {

/// Fills in what was left out and says on stderr what was found, and of this server's own config
/// which IIS and services there are, before anything is done. Gives what is missing, as one line;
/// empty when everything is there.
std::string fill_in_server_files(const std::string& command, Arguments& arguments);

}  // namespace fcgi6to7
