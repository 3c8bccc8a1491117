#include "metabase/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "metabase/metabase.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::string utf8(unsigned long c) {
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | (c >> 6)), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

std::optional<std::string> numbered_character(std::string_view digits) {
  const int base = digits.starts_with('x') ? 16 : 10;
  if (base == 16) digits.remove_prefix(1);
  unsigned long c = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, c, base);
  if (digits.empty() || error != std::errc{} || stop != end) return std::nullopt;
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return std::nullopt;
  return utf8(c);
}

// Bytes of the line feed at the start of the text, plain or as a reference; 0: none is there.
std::size_t line_feed_size(std::string_view text) {
  if (text.starts_with('\n')) return 1;
  if (!text.starts_with("&#")) return 0;
  const auto reference = character_reference(text);
  return reference && reference->character == "\n" ? reference->size : 0;
}

std::optional<unsigned> number(std::string_view text) {
  if (!starts_with_without_case(text, "0x")) {
    const auto value = decimal(text);
    if (!value || *value > std::numeric_limits<unsigned>::max()) return std::nullopt;
    return static_cast<unsigned>(*value);
  }
  unsigned value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + 2, end, value, 16);
  if (text.size() == 2 || error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

}  // namespace

std::optional<CharacterReference> character_reference(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> entities{
      {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}}};
  const std::size_t end = text.substr(0, longest_reference).find(';');
  if (end == std::string_view::npos || !text.starts_with('&')) return std::nullopt;
  const std::string_view name = text.substr(1, end - 1);
  for (const auto& [entity, character] : entities)
    if (name == entity) return CharacterReference{std::string(character), end + 1};
  if (!name.starts_with('#')) return std::nullopt;
  auto character = numbered_character(name.substr(1));
  if (!character) return std::nullopt;
  return CharacterReference{std::move(*character), end + 1};
}

std::string decode_value(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  while (!raw.empty()) {
    const std::size_t plain = std::min(raw.find('&'), raw.size());
    out.append(raw.substr(0, plain));
    raw.remove_prefix(plain);
    if (raw.empty()) break;
    if (const auto reference = character_reference(raw)) {
      out.append(reference->character);
      raw.remove_prefix(reference->size);
    } else {
      out += raw.front();
      raw.remove_prefix(1);
    }
  }
  return out;
}

std::vector<Span> split_multi_string(std::string_view raw) {
  std::vector<Span> entries;
  std::size_t begin = 0;
  const auto close_entry = [&](std::size_t end) {
    const std::string_view entry = trim(raw.substr(begin, end - begin));
    if (entry.empty()) return;
    const auto at = static_cast<std::size_t>(entry.data() - raw.data());
    entries.push_back({at, at + entry.size()});
  };
  for (std::size_t at = raw.find_first_of("\n&"); at < raw.size();) {
    const std::size_t size = line_feed_size(raw.substr(at));
    if (size > 0) {
      close_entry(at);
      begin = at + size;
    }
    at = raw.find_first_of("\n&", at + std::max<std::size_t>(size, 1));
  }
  close_entry(raw.size());
  return entries;
}

unsigned access_bit(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, unsigned>, 10> flags{{
      {"AccessRead", access_read},
      {"AccessWrite", access_write},
      {"AccessExecute", access_execute},
      {"AccessSource", access_source},
      {"AccessScript", access_script},
      {"AccessNoRemoteWrite", access_no_remote_write},
      {"AccessNoRemoteRead", access_no_remote_read},
      {"AccessNoRemoteExecute", access_no_remote_execute},
      {"AccessNoRemoteScript", access_no_remote_script},
      {"AccessNoPhysicalDir", access_no_physical_dir},
  }};
  for (const auto& [flag, bit] : flags)
    if (flag.size() == name.size() && equal_without_case(flag, name)) return bit;
  return 0;
}

AccessFlags parse_access_flags(std::string_view text) {
  AccessFlags flags;
  while (!text.empty()) {
    const std::size_t bar = std::min(text.find('|'), text.size());
    const std::string_view item = trim(text.substr(0, bar));
    text.remove_prefix(std::min(bar + 1, text.size()));
    if (item.empty()) continue;
    if (const unsigned bit = access_bit(item)) {
      flags.bits |= bit;
    } else if (const auto bits = number(item)) {
      flags.bits |= *bits;
    } else if (flags.not_a_flag.empty()) {
      flags.not_a_flag = item;
    }
  }
  return flags;
}

std::optional<bool> parse_switch(std::string_view text) {
  text = trim(text);
  if (equal_without_case(text, "true")) return true;
  if (equal_without_case(text, "false")) return false;
  if (const auto value = number(text)) return *value != 0;
  return std::nullopt;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 200;
  if (text.size() <= longest) return std::string(text);
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)).append("…");
}

}  // namespace fcgi6to7
