// String literals of XPath 1.0.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fcgi6to7 {

/// The value between quotes that it does not hold; nothing when it holds both kinds.
std::optional<std::string> xpath_plain_literal(std::string_view value);

/// The value as an expression; concat() joins its parts when it holds both kinds of quotes.
std::string xpath_literal(std::string_view value);

}  // namespace fcgi6to7
