#include "text/letters.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

namespace fcgi6to7 {
namespace {

char32_t lower(char32_t c) {
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 0x20;
  if (c >= 0x100 && c <= 0x137) return c == 0x130 ? c : c | 1;  // dotted I has no partner
  if (c >= 0x139 && c <= 0x148) return c + (c & 1);
  if (c >= 0x14A && c <= 0x177) return c | 1;
  if (c == 0x178) return 0xFF;
  if (c >= 0x179 && c <= 0x17E) return c + (c & 1);
  if (c == 0x178) return 0xFF;
  if (c >= 0x179 && c <= 0x17E) return c + (c & 1);
  if (c == 0x386) return 0x3AC;
  if (c >= 0x388 && c <= 0x38A) return c + 0x25;
  if (c == 0x38C) return 0x3CC;
  if (c == 0x38E || c == 0x38F) return c + 0x3F;
  if (c >= 0x391 && c <= 0x3AB && c != 0x3A2) return c + 0x20;
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  if (c >= 0x460 && c <= 0x481) return c | 1;
  if (c >= 0x531 && c <= 0x556) return c + 0x30;
  if (c >= 0xFF21 && c <= 0xFF3A) return c + 0x20;
  return c;
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
  } else {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  }
  out += static_cast<char>(0x80 | (c & 0x3F));
}

char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// Letters to add, drop, change, or swap with the next one.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = std::exchange(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string fold_case(std::string_view text) {
  std::string out(text);
  std::size_t ascii = 0;
  for (; ascii < text.size() && static_cast<unsigned char>(text[ascii]) < 0x80; ++ascii)
    out[ascii] = lower_ascii(text[ascii]);
  out.resize(ascii);
  for (std::size_t i = ascii; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto tail = [&](std::size_t n) {
      return static_cast<char32_t>(static_cast<unsigned char>(text[i + n]) & 0x3F);
    };
    if (byte < 0x80) {
      out += lower_ascii(text[i]);
    } else if (byte >= 0xC0 && byte < 0xE0 && i + 1 < text.size()) {
      append_utf8(out, lower(static_cast<char32_t>(byte & 0x1F) << 6 | tail(1)));
      i += 1;
    } else if (byte >= 0xE0 && byte < 0xF0 && i + 2 < text.size()) {
      append_utf8(out, lower(static_cast<char32_t>(byte & 0x0F) << 12 | tail(1) << 6 | tail(2)));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool equal_without_case(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  std::size_t same = 0;
  while (same < shorter && lower_ascii(a[same]) == lower_ascii(b[same])) ++same;
  if (same == a.size() && same == b.size()) return true;
  // Letters beyond ASCII may be the same where their bytes differ; the ASCII ones may not.
  const auto is_ascii_at = [same](std::string_view text) {
    return same == text.size() || static_cast<unsigned char>(text[same]) < 0x80;
  };
  if (is_ascii_at(a) && is_ascii_at(b)) return false;
  return fold_case(a) == fold_case(b);
}

bool starts_with_without_case(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && equal_without_case(text.substr(0, start.size()), start);
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return text.substr(0, 0);
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

namespace {

struct CodePoints {
  std::uint32_t first, last;
};

bool is_among(std::uint32_t code, std::span<const CodePoints> ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const CodePoints& range) {
    return code >= range.first && code <= range.last;
  });
}

std::size_t columns_of(std::uint32_t code) {
  static constexpr CodePoints combining[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
                                             {0x064B, 0x065F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
                                             {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0x3099, 0x309A},
                                             {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
  static constexpr CodePoints wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
                                        {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
                                        {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
                                        {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                                        {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
  if (code < 0x300) return 1;
  if (is_among(code, combining)) return 0;
  return is_among(code, wide) ? 2 : 1;
}

}  // namespace

std::size_t count_columns(std::string_view utf8) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[at]);
    std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    size = std::min(size, utf8.size() - at);
    for (std::size_t i = 1; i < size; ++i)
      code = code << 6 | (static_cast<unsigned char>(utf8[at + i]) & 0x3FU);
    columns += columns_of(code);
    at += size;
  }
  return columns;
}

bool fits_xml(std::string_view utf8) {
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  };
  return std::none_of(utf8.begin(), utf8.end(), is_control) &&
         utf8.find("\xEF\xBF\xBE") == utf8.npos && utf8.find("\xEF\xBF\xBF") == utf8.npos;
}

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates) {
  constexpr std::size_t longest_name = 64;  // keeps the cost of a hostile name bounded
  if (word.empty() || word.size() > longest_name) return std::nullopt;
  const std::string wanted = fold_case(word);
  std::size_t best = word.size() / 3 + 1;
  std::optional<std::string_view> found;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > longest_name) continue;
    const std::size_t distance = edit_distance(wanted, fold_case(candidate));
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

std::string plural(std::uint64_t count, std::string_view word) {
  return std::to_string(count) + " " + std::string(word) + (count == 1 ? "" : "s");
}

std::optional<unsigned long long> decimal(std::string_view digits) {
  unsigned long long value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || digits.front() == '-' || error != std::errc{} ||
      end != digits.data() + digits.size())
    return std::nullopt;
  return value;
}

}  // namespace fcgi6to7
