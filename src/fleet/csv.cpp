#include "fleet/csv.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {

bool CsvReader::at_line_end() const {
  return at_ >= text_.size() || text_[at_] == '\n' ||
         (text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n'));
}

bool CsvReader::fail(std::string problem, std::size_t begin) {
  problem_ = std::move(problem);
  problem_at_ = {begin, begin};
  at_ = text_.size();
  return false;
}

bool CsvReader::read_quoted(CsvField& field) {
  const std::size_t begin = at_++;
  for (;;) {
    const std::size_t quote = text_.find('"', at_);
    if (quote == text_.npos) return fail("a quote that is never closed", begin);
    field.value.append(text_, at_, quote - at_);
    at_ = quote + 1;
    if (at_ >= text_.size() || text_[at_] != '"') break;
    field.value += '"';
    ++at_;
  }
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  field.where = {begin, at_};
  if (at_line_end() || text_[at_] == separator_) return true;
  return fail("text behind a closing quote", at_);
}

bool CsvReader::read_field(CsvField& field) {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  if (at_ < text_.size() && text_[at_] == '"') return read_quoted(field);
  const std::size_t begin = at_;
  while (!at_line_end() && text_[at_] != separator_) ++at_;
  field.where = {begin, at_};
  field.value = trim(text_.substr(begin, at_ - begin));
  return true;
}

std::optional<std::vector<CsvField>> CsvReader::next() {
  while (at_ < text_.size()) {
    std::vector<CsvField> record;
    for (;;) {
      CsvField field;
      if (!read_field(field)) return std::nullopt;
      record.push_back(std::move(field));
      if (at_line_end()) break;
      ++at_;  // the separator
    }
    at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
    const bool blank = record.size() == 1 && record[0].where.empty();
    if (!blank) return record;
  }
  return std::nullopt;
}

}  // namespace fcgi6to7
