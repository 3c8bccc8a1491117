// Windows code pages, decoded by what the system has: iconv, or Windows itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fcgi6to7 {

struct CodePageText {
  std::string utf8;
  std::optional<std::size_t> bad_byte;  ///< first byte that does not decode; utf8 ends before it
};

/// Whether this system decodes the code page. Not for UTF-8 and UTF-16.
bool has_code_page(unsigned codepage);

/// Decodes bytes of a code page whose first 128 characters are ASCII. A code page that the system
/// does not have fails at byte 0.
CodePageText decode_code_page(std::string_view bytes, unsigned codepage);

}  // namespace fcgi6to7
