// What XML lets stand where: the letters of names, white space, numbers of characters, the
// declaration.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace fcgi6to7 {

/// White space between tags and attributes.
inline constexpr std::string_view blanks = " \t\r\n";

/// What a byte can be. Beyond ASCII all count as letters; pugixml looks at them no closer.
enum XmlKind : unsigned char { blank = 1, stops_name = 2, in_name = 4, control = 8 };

constexpr std::array<unsigned char, 256> make_xml_kinds() {
  std::array<unsigned char, 256> kinds{};
  const auto mark = [&](std::string_view characters, unsigned char kind) {
    for (const char c : characters) kinds[static_cast<unsigned char>(c)] |= kind;
  };
  for (std::size_t byte = 0; byte < 0x20; ++byte) kinds[byte] = control;
  for (const char c : blanks) kinds[static_cast<unsigned char>(c)] = blank | stops_name;
  for (std::size_t byte = 0x80; byte < 0x100; ++byte) kinds[byte] = in_name;
  mark("/>=<", stops_name);
  mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:-.", in_name);
  return kinds;
}

inline constexpr std::array<unsigned char, 256> xml_kinds = make_xml_kinds();

inline bool is(char c, XmlKind kind) {
  return (xml_kinds[static_cast<unsigned char>(c)] & kind) != 0;
}

inline bool starts_name(char c) {
  return is(c, in_name) && (c < '0' || c > '9') && c != '-' && c != '.';
}

/// The end of the name that begins at a place; the place itself when none does.
inline std::size_t name_end_at(std::string_view xml, std::size_t begin) {
  std::size_t at = begin;
  while (at < xml.size() && is(xml[at], in_name)) ++at;
  const bool is_name =
      at > begin && starts_name(xml[begin]) && (at == xml.size() || is(xml[at], stops_name));
  return is_name ? at : begin;
}

inline bool is_name(std::string_view text) {
  return !text.empty() && name_end_at(text, 0) == text.size();
}

inline std::size_t name_end(std::string_view xml, std::size_t at) {
  while (at < xml.size() && !is(xml[at], stops_name)) ++at;
  return at;
}

inline std::size_t skip_blanks(std::string_view xml, std::size_t at) {
  while (at < xml.size() && is(xml[at], blank)) ++at;
  return at;
}

/// Whether a text holds a control character that XML does not allow.
bool has_control(std::string_view text);
/// Whether an entity's name is the number of a character that XML may hold: "#65" or "#x41".
bool is_character_number(std::string_view name);
/// Whether `<?xml …?>` is what XML wants there: version, then encoding, then standalone.
bool is_declaration(std::string_view text);

}  // namespace fcgi6to7
