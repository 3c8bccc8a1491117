#ifndef _WIN32

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "text/code_page.hpp"

namespace fcgi6to7 {
namespace {

class Converter {
 public:
  explicit Converter(unsigned codepage)
      : handle_(iconv_open("UTF-8", iconv_name(codepage).c_str())) {}
  ~Converter() {
    if (open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  // Decodes what it can; returns how many bytes that were.
  std::size_t convert(std::string_view bytes, std::string& out) {
    char* in = const_cast<char*>(bytes.data());  // iconv's signature; it does not write there
    std::size_t left = bytes.size();
    for (;;) {
      std::array<char, 16384> buffer;
      char* to = buffer.data();
      std::size_t room = buffer.size();
      const bool stopped = iconv(handle_, &in, &left, &to, &room) == static_cast<std::size_t>(-1);
      const int error = stopped ? errno : 0;
      if (error != E2BIG) iconv(handle_, nullptr, nullptr, &to, &room);  // what it holds back
      out.append(buffer.data(), buffer.size() - room);
      if (error != E2BIG) return bytes.size() - left;
    }
  }

 private:
  static std::string iconv_name(unsigned codepage) {
    if (codepage == 20866) return "KOI8-R";
    if (codepage == 21866) return "KOI8-U";
    if (codepage == 54936) return "GB18030";
    if (codepage >= 28591 && codepage <= 28605)
      return "ISO-8859-" + std::to_string(codepage - 28590);
    return "CP" + std::to_string(codepage);
  }

  iconv_t handle_;
};

bool has_double_bytes(unsigned codepage) {
  return codepage == 932 || codepage == 936 || codepage == 949 || codepage == 950 ||
         codepage == 54936;
}

// One entry for each byte; an empty one has no character. iconv is asked byte by byte because for
// windows-1255 and -1258 it would join letters and marks, which Windows does not.
std::array<std::string, 256> single_byte_table(Converter& converter) {
  std::array<std::string, 256> table;
  for (unsigned byte = 0; byte < table.size(); ++byte) {
    const char c = static_cast<char>(byte);
    // Windows gives undefined bytes of this range to the control characters of the same number
    // (Unicode consortium, WindowsBestFit tables).
    if (converter.convert({&c, 1}, table[byte]) != 1 && byte >= 0x80 && byte < 0xA0)
      table[byte] = {'\xC2', c};
  }
  return table;
}

CodePageText decode_single_bytes(Converter& converter, std::string_view bytes) {
  const auto table = single_byte_table(converter);
  CodePageText decoded;
  decoded.utf8.reserve(bytes.size() + bytes.size() / 4);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::string& character = table[static_cast<unsigned char>(bytes[i])];
    if (character.empty()) {
      decoded.bad_byte = i;
      break;
    }
    decoded.utf8 += character;
  }
  return decoded;
}

}  // namespace

bool has_code_page(unsigned codepage) {
  return Converter(codepage).open();
}

CodePageText decode_code_page(std::string_view bytes, unsigned codepage) {
  Converter converter(codepage);
  if (!converter.open()) return {{}, 0};
  if (!has_double_bytes(codepage)) return decode_single_bytes(converter, bytes);
  CodePageText decoded;
  const std::size_t converted = converter.convert(bytes, decoded.utf8);
  if (converted < bytes.size()) decoded.bad_byte = converted;
  return decoded;
}

}  // namespace fcgi6to7

#endif
