#include "report/excerpt.hpp"

#include <algorithm>
#include <string_view>

#include "report/ink.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t most_carets = 40;  // enough to find the place; a whole element is no news

// The first characters of UTF-8 text.
std::string_view first_characters(std::string_view text, int count) {
  std::size_t end = 0;
  for (; count > 0 && end < text.size(); --count) do
      ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80);
  return text.substr(0, end);
}

std::size_t columns_of(std::string_view text) {
  return count_columns(printable(text));
}

}  // namespace

Excerpt excerpt_of(const Diagnostic& finding) {
  if (finding.caret <= 0) return {};
  const std::string line = replaced(finding.excerpt, "\t", " ");
  const std::string_view before = first_characters(line, finding.caret - 1);
  const std::string_view under =
      first_characters(std::string_view(line).substr(before.size()), finding.caret_width);
  const std::size_t carets = std::clamp<std::size_t>(columns_of(under), 1, most_carets);
  return {printable(line), std::string(columns_of(before), ' '), std::string(carets, '^')};
}

}  // namespace fcgi6to7
