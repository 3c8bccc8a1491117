#include "script/xpath.hpp"

namespace fcgi6to7 {

std::optional<std::string> xpath_plain_literal(std::string_view value) {
  const char quote = value.find('\'') == value.npos ? '\'' : '"';
  if (value.find(quote) != value.npos) return std::nullopt;
  return quote + std::string(value) + quote;
}

std::string xpath_literal(std::string_view value) {
  if (auto plain = xpath_plain_literal(value)) return *plain;
  std::string out = "concat(";
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::size_t quote = std::min(value.find('\'', begin), value.size());
    if (begin > 0) out += ",\"'\",";
    out.append("'").append(value.substr(begin, quote - begin)).append("'");
    begin = quote + 1;
  }
  return out + ")";
}

}  // namespace fcgi6to7
