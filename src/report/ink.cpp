#include "report/ink.hpp"

namespace fcgi6to7 {

std::string Ink::paint(std::string_view code, std::string_view text) const {
  if (!on_ || text.empty()) return std::string(text);
  return std::string("\x1b[").append(code).append("m").append(text).append("\x1b[0m");
}

namespace {

// Code points that steer a terminal or turn the direction of a line round; each is up to three
// bytes of UTF-8. 0: the text does not begin with one.
struct Steering {
  unsigned code = 0;
  std::size_t bytes = 0;
};

Steering steering_at(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  if (byte(0) < 0x20 || byte(0) == 0x7F) return {byte(0), 1};
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) return {byte(1), 2};
  if (byte(0) == 0xD8 && byte(1) == 0x9C) return {0x061C, 2};
  if (byte(0) != 0xE2 || (byte(1) != 0x80 && byte(1) != 0x81)) return {};
  const unsigned code = 0x2000U | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
  const bool steers = code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
                      (code >= 0x2066 && code <= 0x2069);
  return steers ? Steering{code, 3} : Steering{};
}

}  // namespace

std::string printable(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto [code, bytes] = steering_at(text.substr(i));
    if (bytes == 0) {
      out += text[i++];
      continue;
    }
    out += code < 0x100 ? "\\x" : "\\u";
    for (int shift = code < 0x100 ? 4 : 12; shift >= 0; shift -= 4)
      out += digits[code >> shift & 15U];
    i += bytes;
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
