// CSV as RFC 4180 has it: records of fields, with quotes where a field holds the separator.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/source.hpp"

namespace fcgi6to7 {

struct CsvField {
  std::string value;
  Span where;  ///< with its quotes
};

/// Reads records one after the other. Line ends are CRLF or LF; blank lines are passed over; blanks
/// around a field without quotes are no part of it.
class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  /// The next record; nothing at the end, and after a problem.
  std::optional<std::vector<CsvField>> next();

  /// Why reading stopped before the end ("a quote that is never closed"); empty: it did not.
  const std::string& problem() const { return problem_; }
  /// Where that is.
  Span problem_at() const { return problem_at_; }

 private:
  bool read_field(CsvField& field);
  bool read_quoted(CsvField& field);
  bool at_line_end() const;
  bool fail(std::string problem, std::size_t begin);

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::string problem_;
  Span problem_at_;
};

}  // namespace fcgi6to7
