#include "text/source.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {

void SourceText::index_lines() const {
  if (!line_starts_.empty()) return;
  line_starts_.push_back(0);
  const std::string_view text = this->text();
  for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1))
    line_starts_.push_back(at + 1);
}

Place SourceText::place(std::size_t offset) const {
  index_lines();
  offset = std::min(offset, text().size());
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const std::size_t start = *(next - 1);
  const auto column = count_characters(text().substr(start, offset - start)) + 1;
  return {static_cast<int>(next - line_starts_.begin()), static_cast<int>(column)};
}

std::string_view SourceText::line(int number) const {
  index_lines();
  if (number < 1 || static_cast<std::size_t>(number) > line_starts_.size()) return {};
  const auto next = static_cast<std::size_t>(number);
  const std::size_t begin = line_starts_[next - 1];
  const std::size_t end = next < line_starts_.size() ? line_starts_[next] - 1 : text().size();
  std::string_view line = text().substr(begin, end - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace fcgi6to7
