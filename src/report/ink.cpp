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

std::string shown_diff(std::string_view diff, const Ink& ink) {
  std::string out;
  while (!diff.empty()) {
    const std::size_t end = diff.find('\n');
    std::string_view one = diff.substr(0, end);
    if (one.ends_with('\r')) one.remove_suffix(1);
    const std::string shown = printable(one);
    if (one.starts_with("---") || one.starts_with("+++"))
      out += ink.bold(shown);
    else if (one.starts_with('+'))
      out += ink.green(shown);
    else if (one.starts_with('-'))
      out += ink.red(shown);
    else
      out += one.starts_with("@@") ? ink.cyan(shown) : shown;
    out += '\n';
    diff.remove_prefix(end == diff.npos ? diff.size() : end + 1);
  }
  return out;
}

}  // namespace fcgi6to7
