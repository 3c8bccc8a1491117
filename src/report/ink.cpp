#include "report/ink.hpp"

namespace fcgi6to7 {

std::string Ink::paint(std::string_view code, std::string_view text) const {
  if (!on_ || text.empty()) return std::string(text);
  return std::string("\x1b[").append(code).append("m").append(text).append("\x1b[0m");
}

std::string printable(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F are control characters too: C2 80 to C2 9F in UTF-8.
    const bool c1 =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;
    const auto shown = c1 ? static_cast<unsigned char>(text[i]) : byte;
    if (c1 || byte < 0x20 || byte == 0x7F)
      out.append("\\x").append(1, digits[shown >> 4]).append(1, digits[shown & 15]);
    else
      out += text[i];
  }
  return out;
}

}  // namespace fcgi6to7
