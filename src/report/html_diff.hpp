// A unified diff as tables with line numbers, one that folds for each hunk.
#pragma once

#include <string>
#include <string_view>

namespace fcgi6to7 {

std::string html_diff(std::string_view diff);

}  // namespace fcgi6to7
