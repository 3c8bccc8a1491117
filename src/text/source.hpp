// A text with a name: spans of its bytes, and the line and column a person would give for them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fcgi6to7 {

/// Half-open range of bytes of a text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// Line and column, both from 1; the column counts characters, not bytes. Line 0: no place.
struct Place {
  int line = 0;
  int column = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

/// UTF-8 text and the name it goes by in messages (a file's name as the user gave it).
class SourceText {
 public:
  SourceText() = default;
  SourceText(std::string name, std::string text) : name_(std::move(name)), own_(std::move(text)) {}

  /// A text that somebody else keeps for as long as this one is used: it may be 100 MB.
  static SourceText borrowed(std::string name, std::string_view text) {
    SourceText source;
    source.name_ = std::move(name);
    source.borrowed_ = text;
    return source;
  }

  const std::string& name() const { return name_; }
  std::string_view text() const { return own_.empty() ? borrowed_ : own_; }
  std::string_view slice(Span span) const { return text().substr(span.begin, span.size()); }

  /// Where an offset stands. The line table is made at the first question.
  Place place(std::size_t offset) const;
  /// A line's text without its line end; empty when there is no such line.
  std::string_view line(int number) const;

 private:
  void index_lines() const;
  void index_long_line(std::size_t begin, std::size_t end) const;

  std::string name_;
  std::string own_;
  std::string_view borrowed_;  ///< counts when own_ is empty
  mutable std::vector<std::size_t> line_starts_;

  // In lines of many kilobytes: how many characters of the line stand before an offset. Without
  // them a thousand findings on one line would count the line a thousand times.
  struct Milestone {
    std::size_t offset;
    std::size_t characters;
  };
  mutable std::vector<Milestone> milestones_;
};

}  // namespace fcgi6to7
