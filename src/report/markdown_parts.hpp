// Text that stays text in Markdown.
#pragma once

#include <string>
#include <string_view>

namespace fcgi6to7 {

/// Text of a cell or a paragraph: nothing in it is markup, a link or a mention.
std::string markdown_text(std::string_view text);

}  // namespace fcgi6to7
