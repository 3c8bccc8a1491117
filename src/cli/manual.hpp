// The man page, made from the command line as it is.
#pragma once

#include <string>

#include "cli/command_tree.hpp"

namespace fcgi6to7 {

/// fcgi6to7(1) in roff, for man and groff.
std::string manual(const CommandEntry& root, const std::string& version);

}  // namespace fcgi6to7
