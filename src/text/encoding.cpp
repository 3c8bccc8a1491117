#include "text/encoding.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>

#include "text/code_page.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr unsigned utf8 = 65001;
constexpr unsigned utf16_le = 1200;
constexpr unsigned utf16_be = 1201;
constexpr std::string_view utf8_bom = "\xEF\xBB\xBF";

struct KnownCodePage {
  unsigned number;
  std::string_view name;
  std::string_view aliases;  // squeezed (see below), between blanks
};

constexpr KnownCodePage known_code_pages[] = {
    {utf8, "UTF-8", " utf8 "},
    {utf16_le, "UTF-16 LE", " utf16 utf16le unicode ucs2 "},
    {utf16_be, "UTF-16 BE", " utf16be unicodebe unicodefffe "},
    {932, "Shift JIS (932)", " shiftjis sjis windows31j "},
    {936, "GBK (936)", " gbk gb2312 "},
    {949, "Korean (949)", " uhc ksc56011987 euckr korean "},
    {950, "Big5 (950)", " big5 "},
    {54936, "GB18030", " gb18030 "},
    {874, "windows-874", " tis620 "},
    {1250, "windows-1250", " "},
    {1251, "windows-1251", " "},
    {1252, "windows-1252", " "},
    {1253, "windows-1253", " "},
    {1254, "windows-1254", " "},
    {1255, "windows-1255", " "},
    {1256, "windows-1256", " "},
    {1257, "windows-1257", " "},
    {1258, "windows-1258", " "},
    {437, "IBM437", " "},
    {737, "IBM737", " "},
    {775, "IBM775", " "},
    {850, "IBM850", " "},
    {852, "IBM852", " "},
    {855, "IBM855", " "},
    {857, "IBM857", " "},
    {858, "IBM858", " "},
    {860, "IBM860", " "},
    {861, "IBM861", " "},
    {862, "IBM862", " "},
    {863, "IBM863", " "},
    {865, "IBM865", " "},
    {866, "IBM866", " "},
    {869, "IBM869", " "},
    {20866, "KOI8-R", " koi8r "},
    {21866, "KOI8-U", " koi8u "},
    {28591, "ISO-8859-1", " iso88591 latin1 "},
    {28592, "ISO-8859-2", " iso88592 latin2 "},
    {28595, "ISO-8859-5", " iso88595 "},
    {28597, "ISO-8859-7", " iso88597 "},
    {28599, "ISO-8859-9", " iso88599 latin5 "},
    {28605, "ISO-8859-15", " iso885915 latin9 "},
};

const KnownCodePage* find_code_page(unsigned number) {
  const auto found = std::find_if(std::begin(known_code_pages), std::end(known_code_pages),
                                  [&](const KnownCodePage& page) { return page.number == number; });
  return found == std::end(known_code_pages) ? nullptr : found;
}

bool is_unicode(unsigned codepage) {
  return codepage == utf8 || codepage == utf16_le || codepage == utf16_be;
}

Encoding encoding_of(unsigned codepage, bool bom) {
  const KnownCodePage* known = find_code_page(codepage);
  return {known ? std::string(known->name) : "code page " + std::to_string(codepage), codepage,
          bom};
}

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::size_t first_non_ascii(std::string_view bytes, std::size_t at) {
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  std::array<std::uint64_t, 8> block;
  for (; at + sizeof block <= bytes.size(); at += sizeof block) {
    std::memcpy(block.data(), bytes.data() + at, sizeof block);
    std::uint64_t any = 0;
    for (const std::uint64_t eight : block) any |= eight;
    if ((any & high_bits) != 0) break;
  }
  while (at < bytes.size() && byte_at(bytes, at) < 0x80) ++at;
  return at;
}

// Length of the well-formed UTF-8 sequence at a byte (Unicode, table 3-7); 0: none.
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
  const unsigned lead = byte_at(bytes, at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes.size() - at < length) return 0;
  unsigned low = 0x80, high = 0xBF;
  if (lead == 0xE0) low = 0xA0;   // overlong
  if (lead == 0xED) high = 0x9F;  // surrogates
  if (lead == 0xF0) low = 0x90;   // overlong
  if (lead == 0xF4) high = 0x8F;  // beyond U+10FFFF
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned tail = byte_at(bytes, at + i);
    if (tail < low || tail > high) return 0;
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

std::size_t valid_utf8_length(std::string_view bytes, std::size_t at) {
  while ((at = first_non_ascii(bytes, at)) < bytes.size()) {
    const std::size_t length = sequence_length(bytes, at);
    if (length == 0) break;
    at += length;
  }
  return at;
}

void append_utf8(std::string& out, char32_t c) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::optional<std::size_t> decode_utf16(std::string_view bytes, bool big_endian, std::string& out) {
  const auto unit = [&](std::size_t at) -> char32_t {
    const unsigned first = byte_at(bytes, at), second = byte_at(bytes, at + 1);
    return big_endian ? first << 8 | second : second << 8 | first;
  };
  const std::size_t even = bytes.size() / 2 * 2;
  out.reserve(bytes.size() / 2 + bytes.size() / 8);
  for (std::size_t at = 0; at < even; at += 2) {
    char32_t c = unit(at);
    if (c >= 0xD800 && c < 0xE000) {
      const char32_t next = at + 2 < even ? unit(at + 2) : 0;
      if (c >= 0xDC00 || next < 0xDC00 || next >= 0xE000) return at;
      c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
      at += 2;
    }
    append_utf8(out, c);
  }
  if (even < bytes.size()) return even;
  return std::nullopt;
}

// All but the BOM, whose length is `skipped`.
Decoded decode_as(std::string_view bytes, std::size_t skipped, unsigned codepage,
                  std::string reason) {
  Decoded decoded{{}, encoding_of(codepage, skipped > 0), std::move(reason), std::nullopt};
  const std::string_view body = bytes.substr(skipped);
  if (codepage == utf8) {
    const std::size_t valid = valid_utf8_length(body, 0);
    decoded.text = body.substr(0, valid);
    if (valid < body.size()) decoded.bad_byte = valid;
  } else if (codepage == utf16_le || codepage == utf16_be) {
    decoded.bad_byte = decode_utf16(body, codepage == utf16_be, decoded.text);
  } else if (find_code_page(codepage) == nullptr) {
    decoded.bad_byte = 0;
  } else if (first_non_ascii(body, 0) == body.size()) {
    decoded.text = body;  // every code page known here begins with ASCII
  } else {
    CodePageText text = decode_code_page(body, codepage);
    decoded.text = std::move(text.utf8);
    decoded.bad_byte = text.bad_byte;
  }
  if (decoded.bad_byte) *decoded.bad_byte += skipped;
  return decoded;
}

// Lower case, letters and digits alone, without the words before a number that say nothing.
std::string squeezed(std::string_view name) {
  std::string out;
  for (const char c : fold_case(name))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  for (const std::string_view word : {"codepage", "windows", "win", "cp", "ibm", "ms", "oem"})
    if (out.starts_with(word) && decimal(std::string_view(out).substr(word.size())))
      return out.substr(word.size());
  return out;
}

void append_utf16(std::string& out, char32_t unit, bool big_endian) {
  const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
  out += big_endian ? high : low;
  out += big_endian ? low : high;
}

std::string encode_utf16(std::string_view text, bool big_endian) {
  std::string out;
  out.reserve(text.size() * 2);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    char32_t c = 0xFFFD;
    if (length > 0) {
      c = byte_at(text, at);
      if (length > 1) c &= 0x7Fu >> length;
      for (std::size_t i = 1; i < length; ++i) c = c << 6 | (byte_at(text, at + i) & 0x3F);
    }
    if (c >= 0x10000) {
      append_utf16(out, 0xD800 + ((c - 0x10000) >> 10), big_endian);
      c = 0xDC00 + ((c - 0x10000) & 0x3FF);
    }
    append_utf16(out, c, big_endian);
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::string encode_body(std::string_view text, unsigned codepage) {
  assert(is_unicode(codepage) && "only UTF-8 and UTF-16 are written");
  return codepage == utf8 ? std::string(text) : encode_utf16(text, codepage == utf16_be);
}

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

}  // namespace

Decoded decode(std::string_view bytes, std::optional<unsigned> codepage,
               unsigned fallback_codepage) {
  if (bytes.starts_with(utf8_bom)) return decode_as(bytes, utf8_bom.size(), utf8, "has a BOM");
  if (bytes.starts_with("\xFF\xFE")) return decode_as(bytes, 2, utf16_le, "has a BOM");
  if (bytes.starts_with("\xFE\xFF")) return decode_as(bytes, 2, utf16_be, "has a BOM");
  if (codepage) return decode_as(bytes, 0, *codepage, "--codepage");
  if (valid_utf8_length(bytes, 0) == bytes.size())
    return {std::string(bytes), encoding_of(utf8, false), "valid UTF-8", std::nullopt};
  return decode_as(bytes, 0, fallback_codepage, "not UTF-8, so the default ANSI code page");
}

bool is_plain_utf8(std::string_view bytes) {
  return !bytes.starts_with(utf8_bom) && valid_utf8_length(bytes, 0) == bytes.size();
}

std::optional<unsigned> codepage_of(std::string_view number_or_name) {
  const std::string wanted = squeezed(number_or_name);
  if (wanted.empty()) return std::nullopt;
  const auto number = decimal(wanted);
  for (const KnownCodePage& page : known_code_pages) {
    const bool meant = number ? *number == page.number
                              : page.aliases.find(' ' + wanted + ' ') != std::string_view::npos ||
                                    squeezed(page.name) == wanted;
    if (meant && (is_unicode(page.number) || has_code_page(page.number))) return page.number;
  }
  return std::nullopt;
}

std::string encode(std::string_view utf8_text, const Encoding& encoding) {
  std::string out = encode_body(encoding.bom ? "\xEF\xBB\xBF" : "", encoding.codepage);
  return out.append(encode_body(utf8_text, encoding.codepage));
}

std::vector<Edit> encode_edits(std::string_view utf8_original,
                               const std::vector<Edit>& sorted_edits, const Encoding& encoding) {
  const bool wide = encoding.codepage != utf8;
  std::size_t reached = 0;                               // in the text
  std::size_t place = !encoding.bom ? 0 : wide ? 2 : 3;  // in the bytes
  const auto place_of = [&](std::size_t offset) {
    const std::size_t end = std::min(offset, utf8_original.size());
    const std::string_view passed = utf8_original.substr(reached, end - reached);
    place += wide ? 2 * utf16_units(passed) : passed.size();
    reached = end;
    return place;
  };
  std::vector<Edit> encoded;
  encoded.reserve(sorted_edits.size());
  for (const Edit& edit : sorted_edits) {
    const std::size_t begin = place_of(edit.span.begin);
    encoded.push_back(
        {{begin, place_of(edit.span.end)}, encode_body(edit.text, encoding.codepage)});
  }
  return encoded;
}

}  // namespace fcgi6to7
