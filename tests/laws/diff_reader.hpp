// A strict reader of unified diffs, independent of what writes them: no fuzz, no offsets.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/letters.hpp"

namespace fcgi6to7::test {

inline std::vector<std::string_view> lines_with_ends(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const std::size_t size = newline == text.npos ? text.size() : newline + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// The text with a diff applied; nothing when any line of it does not fit.
class DiffReader {
 public:
  DiffReader(std::string_view original, std::string_view diff)
      : original_(lines_with_ends(original)), diff_(lines_with_ends(diff)) {}

  std::optional<std::string> apply() {
    if (diff_.empty()) return rest();
    if (diff_.size() < 3 || !diff_[0].starts_with("--- ") || !diff_[1].starts_with("+++ "))
      return std::nullopt;
    for (at_ = 2; at_ < diff_.size();)
      if (!apply_hunk()) return std::nullopt;
    return rest();
  }

 private:
  std::string rest() {
    while (line_ < original_.size()) out_ += original_[line_++];
    return std::move(out_);
  }

  // "3,4" or "3": first line and count.
  static std::optional<std::pair<std::size_t, std::size_t>> range(std::string_view text) {
    const std::size_t comma = text.find(',');
    const auto first = decimal(text.substr(0, comma));
    const auto count = comma == text.npos ? 1 : decimal(text.substr(comma + 1));
    if (!first || !count) return std::nullopt;
    return std::pair<std::size_t, std::size_t>(*first, *count);
  }

  bool apply_hunk() {
    const std::string_view head = diff_[at_++];
    const std::size_t plus = head.find(" +"), end = head.find(" @@");
    if (!head.starts_with("@@ -") || plus == head.npos || end == head.npos) return false;
    const auto old_range = range(head.substr(4, plus - 4));
    const auto new_range = range(head.substr(plus + 2, end - plus - 2));
    if (!old_range || !new_range) return false;
    const std::size_t first = old_range->first - (old_range->second == 0 ? 0 : 1);
    if (first < line_ || first > original_.size()) return false;
    while (line_ < first) copy();
    if (written_ + (new_range->second == 0 ? 0 : 1) != new_range->first) return false;
    return apply_body(old_range->second, new_range->second);
  }

  void copy() {
    out_ += original_[line_++];
    ++written_;
  }

  bool apply_body(std::size_t old_count, std::size_t new_count) {
    while (old_count > 0 || new_count > 0) {
      if (at_ >= diff_.size()) return false;
      const char mark = diff_[at_].front();
      std::string line(diff_[at_++].substr(1));
      if (at_ < diff_.size() && diff_[at_].starts_with("\\ ")) {
        ++at_;
        line.pop_back();
      }
      const bool is_old = mark == ' ' || mark == '-', is_new = mark == ' ' || mark == '+';
      if (!is_old && !is_new) return false;
      if (is_old && (old_count-- == 0 || line_ >= original_.size() || original_[line_++] != line))
        return false;
      if (is_new && new_count-- == 0) return false;
      if (is_new) {
        out_ += line;
        ++written_;
      }
    }
    return true;
  }

  std::vector<std::string_view> original_, diff_;
  std::size_t at_ = 0, line_ = 0, written_ = 0;
  std::string out_;
};

}  // namespace fcgi6to7::test
