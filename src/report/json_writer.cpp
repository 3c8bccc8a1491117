#include "report/json_writer.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace fcgi6to7 {
namespace {

constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}

constexpr std::array<bool, 256> stands_as_is = make_plain();

// Length of the well-formed UTF-8 sequence that begins with a byte beyond ASCII; 0: none.
std::size_t sequence_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned lead = byte(0), second = byte(1);
  if (lead >= 0xC2 && lead < 0xE0) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead < 0xF0) {
    const bool overlong = lead == 0xE0 && second < 0xA0;
    const bool surrogate = lead == 0xED && second >= 0xA0;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead < 0xF0 || lead > 0xF4) return 0;
  const bool out_of_range = (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90);
  return tail(1) && tail(2) && tail(3) && !out_of_range ? 4 : 0;
}

void append_control(std::string& out, unsigned char c) {
  static constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    default:
      out.append("\\u00").append(1, digits[c >> 4]).append(1, digits[c & 15]);
  }
}

// Whether one of eight bytes needs a closer look: it is beyond ASCII, a control character, a quote
// or a backslash.
bool any_special(const char* at) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  std::uint64_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  const auto has_zero = [](std::uint64_t b) { return (b - ones) & ~b; };
  const std::uint64_t found = bytes | ((bytes - 0x20 * ones) & ~bytes) |
                              has_zero(bytes ^ '"' * ones) | has_zero(bytes ^ '\\' * ones);
  return (found & 0x80 * ones) != 0;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    std::size_t plain = at;
    while (plain + 8 <= text.size() && !any_special(text.data() + plain)) plain += 8;
    while (plain < text.size() && stands_as_is[static_cast<unsigned char>(text[plain])]) ++plain;
    out.append(text, at, plain - at);
    at = plain;
    if (at == text.size()) break;
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x80) {
      const std::size_t length = sequence_at(text, at);
      out.append(length > 0 ? text.substr(at, length) : "\xEF\xBF\xBD");
      at += length > 0 ? length : 1;
      continue;
    }
    if (c == '"' || c == '\\')
      out.append(1, '\\').append(1, text[at]);
    else
      append_control(out, c);
    ++at;
  }
  out += '"';
}

}  // namespace

void JsonWriter::new_line() {
  if (!indented_) return;
  out_ += '\n';
  out_.append(2 * depth_, ' ');
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  if (!first_) out_ += ',';
  first_ = false;
  new_line();
}

JsonWriter& JsonWriter::open(char bracket) {
  before_value();
  out_ += bracket;
  ++depth_;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  --depth_;
  if (!first_) new_line();
  out_ += bracket;
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  before_value();
  out_ += '"';
  out_ += name;
  out_ += indented_ ? "\": " : "\":";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  before_value();
  append_quoted(out_, value);
  return *this;
}

JsonWriter& JsonWriter::number(std::uint64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return bare({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

JsonWriter& JsonWriter::bare(std::string_view word) {
  before_value();
  out_ += word;
  return *this;
}

}  // namespace fcgi6to7
