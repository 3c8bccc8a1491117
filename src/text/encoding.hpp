// Encodings: bytes of a file to UTF-8 text, and edits on that text back to edits on the bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/edit.hpp"

namespace fcgi6to7 {

/// How a file's bytes stand for text. Code pages are numbered as Windows numbers them.
struct Encoding {
  std::string name = "UTF-8";  ///< as people say it: "UTF-16 LE", "windows-1252", "GBK (936)"
  unsigned codepage = 65001;   ///< 65001 is UTF-8, 1200 and 1201 are UTF-16 LE and BE
  bool bom = false;
};

struct Decoded {
  std::string text;  ///< UTF-8, without BOM
  Encoding encoding;
  std::string reason;  ///< why this encoding: "has a BOM", "valid UTF-8", "--codepage", ...
  /// Offset in the bytes of the first one that does not decode; the text ends before it.
  std::optional<std::size_t> bad_byte;
};

/// Decodes bytes. A BOM decides; without one the explicit code page; without one UTF-8 if the bytes
/// are valid UTF-8; else the fallback. A code page that codepage_of() does not know fails at byte
/// 0.
Decoded decode(std::string_view bytes, std::optional<unsigned> codepage,
               unsigned fallback_codepage = 1252);

/// The text itself, when bytes are UTF-8 without BOM: then there is nothing to decode.
bool is_plain_utf8(std::string_view bytes);

/// The code page that a number or a name means ("936", "cp936", "gbk", "windows-1252", "utf-16le");
/// nothing for what this system cannot decode.
std::optional<unsigned> codepage_of(std::string_view number_or_name);

/// UTF-8 text as bytes, with the BOM if the encoding has one. Only for UTF-8 and UTF-16 (asserted).
std::string encode(std::string_view utf8, const Encoding& encoding);

/// Edits on a decoded text as edits on the bytes it was decoded from: offsets count the BOM and
/// UTF-16's units, in one pass. Only for UTF-8 and UTF-16 (asserted).
std::vector<Edit> encode_edits(std::string_view utf8_original,
                               const std::vector<Edit>& sorted_edits, const Encoding& encoding);

}  // namespace fcgi6to7
