#ifdef _WIN32

#define NOMINMAX
#include <windows.h>

#include <algorithm>

#include "text/code_page.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t piece_size = 1 << 20;  // bytes; the calls count in int

std::string utf8_of(const std::wstring& wide) {
  const int length = static_cast<int>(wide.size());
  const int size =
      WideCharToMultiByte(CP_UTF8, 0, wide.data(), length, nullptr, 0, nullptr, nullptr);
  std::string out(static_cast<std::size_t>(std::max(size, 0)), '\0');
  WideCharToMultiByte(CP_UTF8, 0, wide.data(), length, out.data(), size, nullptr, nullptr);
  return out;
}

bool convert(std::string_view bytes, unsigned codepage, std::string& out) {
  if (bytes.empty()) return true;
  std::wstring wide(bytes.size() * 2, L'\0');
  const int length = MultiByteToWideChar(codepage, MB_ERR_INVALID_CHARS, bytes.data(),
                                         static_cast<int>(bytes.size()), wide.data(),
                                         static_cast<int>(wide.size()));
  if (length <= 0) return false;
  wide.resize(static_cast<std::size_t>(length));
  out += utf8_of(wide);
  return true;
}

// Bytes of the character at the front: 1, 2, or 4 (GB18030).
std::size_t character_size(std::string_view bytes, unsigned codepage) {
  std::size_t size = 1;
  const auto byte = static_cast<unsigned char>(bytes[0]);
  if (codepage == 54936 && byte >= 0x81 && byte <= 0xFE)
    size = bytes.size() > 1 && bytes[1] >= '0' && bytes[1] <= '9' ? 4 : 2;
  else if (codepage != 54936 && IsDBCSLeadByteEx(codepage, byte))
    size = 2;
  return std::min(size, bytes.size());
}

std::size_t piece_end(std::string_view bytes, std::size_t begin, unsigned codepage) {
  std::size_t end = begin;
  while (end < bytes.size() && end - begin < piece_size)
    end += character_size(bytes.substr(end), codepage);
  return end;
}

}  // namespace

bool has_code_page(unsigned codepage) {
  return IsValidCodePage(codepage) != 0;
}

CodePageText decode_code_page(std::string_view bytes, unsigned codepage) {
  if (!has_code_page(codepage)) return {{}, 0};
  CodePageText decoded;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = piece_end(bytes, at, codepage);
    if (!convert(bytes.substr(at, end - at), codepage, decoded.utf8)) {
      for (;;) {  // the piece does not decode: which character?
        const std::size_t size = character_size(bytes.substr(at), codepage);
        if (at >= end || !convert(bytes.substr(at, size), codepage, decoded.utf8)) break;
        at += size;
      }
      decoded.bad_byte = at;
      return decoded;
    }
    at = end;
  }
  return decoded;
}

}  // namespace fcgi6to7

#endif
