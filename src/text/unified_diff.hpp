// The unified diff of a text and its edits, made from the edits alone: linear and exact.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/edit.hpp"

namespace fcgi6to7 {

/// What `diff -u a/NAME b/NAME` says, with three lines of context; empty when the edits change
/// nothing. Works on bytes: line ends other than LF and a missing final newline are kept, so that
/// `patch` and `git apply` give back the edited text byte for byte.
std::string unified_diff(std::string_view file_name, std::string_view original,
                         const std::vector<Edit>& sorted_edits);

}  // namespace fcgi6to7
