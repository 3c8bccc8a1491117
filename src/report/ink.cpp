#include "report/ink.hpp"

#include <algorithm>

#include "text/letters.hpp"

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

namespace {

// The end of the colour sequence that begins there; the place itself when none does.
std::size_t sequence_end(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\x1b[") return at;
  const std::size_t end = text.find('m', at);
  return end == text.npos ? at : end + 1;
}

void fold_line(std::string& out, std::string_view line, std::size_t width) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  const std::string further(std::min(indent + 4, width / 2), ' ');
  std::size_t columns = 0, begin = 0, blank = line.npos;
  for (std::size_t at = 0; at < line.size();) {
    if (const std::size_t end = sequence_end(line, at); end != at) {
      at = end;
      continue;
    }
    std::size_t next = at + 1;
    while (next < line.size() && (static_cast<unsigned char>(line[next]) & 0xC0) == 0x80) ++next;
    columns += count_columns(line.substr(at, next - at));
    if (columns > width && blank != line.npos) {
      out.append(line.substr(begin, blank - begin)).append("\n").append(further);
      begin = at = blank + 1;
      columns = further.size();
      blank = line.npos;
      continue;
    }
    if (line[at] == ' ' && at > begin + indent) blank = at;
    at = next;
  }
  out.append(line.substr(begin));
}

}  // namespace

std::string folded(std::string_view lines, std::size_t width) {
  if (width == 0) return std::string(lines);
  std::string out;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    fold_line(out, lines.substr(0, end), std::max<std::size_t>(width, 20));
    if (end < lines.size()) out += '\n';
    lines.remove_prefix(std::min(end + 1, lines.size()));
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
