// Raw attribute values of a metabase as what they mean: references, multi-strings, flags, switches.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/source.hpp"

namespace fcgi6to7 {

/// A reference such as `&amp;`, `&#10;` or `&#xA;`.
struct CharacterReference {
  std::string character;  ///< UTF-8
  std::size_t size = 0;   ///< bytes that the reference takes
};

/// No reference that stands for one character takes more bytes.
inline constexpr std::size_t longest_reference = 12;

/// The reference at the start of the text. Nothing: XML knows none such without a DOCTYPE.
std::optional<CharacterReference> character_reference(std::string_view text);

/// A value with its references replaced; everything else, white space too, as it stands.
std::string decode_value(std::string_view raw);

/// The entries of a raw multi-string, each without the blanks and tabs around it; empty ones are
/// left out. Entries end at a line feed, plain or written as a reference. The spans count from the
/// start of the raw text.
std::vector<Span> split_multi_string(std::string_view raw);

/// Names joined by `|`, a decimal or hexadecimal number, or both; nothing at all is 0.
struct AccessFlags {
  unsigned bits = 0;            ///< access_… of metabase.hpp
  std::string_view not_a_flag;  ///< the first item that is none; the others hold
};
AccessFlags parse_access_flags(std::string_view text);

/// The bit of "AccessRead", "AccessScript" and so on, without case; 0: no such flag.
unsigned access_bit(std::string_view name);

/// The text, cut for a message when it is longer than any sensible name.
std::string shortened(std::string_view text);

/// TRUE, FALSE or a number, where 0 is false.
std::optional<bool> parse_switch(std::string_view text);

}  // namespace fcgi6to7
