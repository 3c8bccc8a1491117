#include "apphost/xml_grammar.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace fcgi6to7 {

// Without a branch and in bytes, so that the compiler looks at many of them at once.
bool has_control(std::string_view text) {
  using Byte = unsigned char;
  constexpr Byte but_one_bit = static_cast<Byte>(~('\r' ^ '\t'));  // these differ in one
  Byte found = 0;
  for (const char c : text) {
    const auto byte = static_cast<Byte>(c);
    const auto folded = static_cast<Byte>(byte & but_one_bit);
    found |= static_cast<Byte>(static_cast<Byte>(byte < 0x20) & static_cast<Byte>(byte != '\n') &
                               static_cast<Byte>(folded != '\t'));
  }
  return found != 0;
}

bool is_character_number(std::string_view name) {
  const bool hex = name.starts_with("#x");
  const std::string_view digits = name.substr(std::min<std::size_t>(name.size(), hex ? 2 : 1));
  unsigned code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  if (!name.starts_with('#') || error != std::errc{} || end != digits.data() + digits.size())
    return false;
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE && code != 0xFFFF;
}

bool is_declaration(std::string_view text) {
  std::size_t at = 5;
  std::size_t known = 0;
  constexpr std::array<std::string_view, 3> names = {"version", "encoding", "standalone"};
  while (true) {
    const std::size_t begin = skip_blanks(text, at);
    if (text.substr(begin) == "?>") return known > 0;
    const std::size_t end = name_end(text, begin);
    const std::string_view name = text.substr(begin, end - begin);
    while (known > 0 && known < names.size() && names[known] != name) ++known;
    if (begin == at || known == names.size() || names[known] != name) return false;
    ++known;
    at = skip_blanks(text, end);
    if (at >= text.size() || text[at] != '=') return false;
    at = skip_blanks(text, at + 1);
    if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return false;
    const std::size_t close = text.find(text[at], at + 1);
    if (close == text.npos) return false;
    const std::string_view value = text.substr(at + 1, close - at - 1);
    if (name == "version" && !value.starts_with("1.")) return false;
    if (name == "standalone" && value != "yes" && value != "no") return false;
    at = close + 1;
  }
}

}  // namespace fcgi6to7
