// Completion scripts for shells, made from the command line as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command_tree.hpp"

namespace fcgi6to7 {

/// The shells there is a script for: "bash", "zsh", "fish", "powershell".
const std::vector<std::string>& completion_shells();

/// The script for one of them. `codes` are what a CODE may be.
std::string completion(const CommandEntry& root, std::string_view shell,
                       const std::vector<std::string>& codes);

}  // namespace fcgi6to7
