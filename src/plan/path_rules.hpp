// --replace-path: drives and folders that moved.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/options.hpp"

namespace fcgi6to7 {

struct ReplacedText {
  std::string text;
  std::vector<std::string> used;  ///< "OLD -> NEW", each once
};

/// Replaces without case where a path starts (the start of the text, after ';', '=', a blank or a
/// quote) and OLD ends at a backslash, a delimiter or the end. The longest OLD wins; each place is
/// replaced once.
ReplacedText replace_paths(std::string_view text, const std::vector<PathReplacement>& rules);

}  // namespace fcgi6to7
