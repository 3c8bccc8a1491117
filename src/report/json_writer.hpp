// JSON written as it comes, without a tree in between: for reports by the ten thousand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fcgi6to7 {

/// Writes one JSON text. The caller opens and closes in order; commas, indentation and escapes are
/// made here. Bytes that are no UTF-8 become U+FFFD.
class JsonWriter {
 public:
  /// Indented by two blanks a level, or all in one line.
  enum class Layout { indented, one_line };

  explicit JsonWriter(Layout layout) : indented_(layout == Layout::indented) {}

  JsonWriter& object() { return open('{'); }
  JsonWriter& array() { return open('['); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& end_array() { return close(']'); }
  /// A name that JSON takes as it stands: all are words of the program.
  JsonWriter& key(std::string_view name);

  JsonWriter& text(std::string_view value);
  JsonWriter& number(std::uint64_t value);
  JsonWriter& boolean(bool value) { return bare(value ? "true" : "false"); }
  JsonWriter& null() { return bare("null"); }

  JsonWriter& text(std::string_view name, std::string_view value) { return key(name).text(value); }
  JsonWriter& number(std::string_view name, std::uint64_t value) { return key(name).number(value); }
  JsonWriter& boolean(std::string_view name, bool value) { return key(name).boolean(value); }
  /// Null for nothing.
  JsonWriter& text_or_null(std::string_view name, const std::optional<std::string>& value) {
    return value ? text(name, *value) : key(name).null();
  }
  /// Null for an empty text.
  JsonWriter& text_unless_empty(std::string_view name, std::string_view value) {
    return value.empty() ? key(name).null() : text(name, value);
  }
  /// Null for zero and less: a line that is none.
  JsonWriter& line_or_null(std::string_view name, int line) {
    return line > 0 ? number(name, static_cast<std::uint64_t>(line)) : key(name).null();
  }

  const std::string& written() const { return out_; }
  std::string take() && { return std::move(out_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& bare(std::string_view word);
  void before_value();
  void new_line();

  bool indented_;
  bool first_ = true;  // nothing stands yet in the innermost bracket
  bool after_key_ = false;
  std::size_t depth_ = 0;
  std::string out_;
};

}  // namespace fcgi6to7
