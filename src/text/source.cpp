#include "text/source.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t milestone = 4096;  // bytes

}  // namespace

void SourceText::index_lines() const {
  if (!line_starts_.empty()) return;
  line_starts_.push_back(0);
  const std::string_view text = this->text();
  for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1))
    line_starts_.push_back(at + 1);
  for (std::size_t i = 0; i < line_starts_.size(); ++i) {
    const std::size_t end = i + 1 < line_starts_.size() ? line_starts_[i + 1] : text.size();
    if (end - line_starts_[i] > 2 * milestone) index_long_line(line_starts_[i], end);
  }
}

void SourceText::index_long_line(std::size_t begin, std::size_t end) const {
  std::size_t characters = 0;
  for (std::size_t at = begin; end - at > milestone; at += milestone) {
    characters += count_characters(text().substr(at, milestone));
    milestones_.push_back({at + milestone, characters});
  }
}

Place SourceText::place(std::size_t offset) const {
  index_lines();
  offset = std::min(offset, text().size());
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  std::size_t start = *(next - 1), before = 0;
  const auto passed = std::upper_bound(
      milestones_.begin(), milestones_.end(), offset,
      [](std::size_t wanted, const Milestone& stone) { return wanted < stone.offset; });
  if (passed != milestones_.begin() && (passed - 1)->offset > start) {
    start = (passed - 1)->offset;
    before = (passed - 1)->characters;
  }
  const auto column = before + count_characters(text().substr(start, offset - start)) + 1;
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
