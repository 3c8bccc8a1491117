#include "text/diagnostic.hpp"

#include <algorithm>
#include <iterator>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t excerpt_limit = 160;  // bytes; a 5,000-character PATH is no help on a screen

bool is_tail_byte(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The part of a line that a person needs to see around [at, at + width).
void excerpt_around(Diagnostic& finding, std::string_view line, std::size_t at, std::size_t width) {
  std::size_t from = 0;
  if (line.size() > excerpt_limit && at > excerpt_limit / 2) from = at - excerpt_limit / 2;
  while (from > 0 && is_tail_byte(line[from])) --from;
  std::size_t to = std::min(line.size(), from + excerpt_limit);
  while (to < line.size() && to > from && is_tail_byte(line[to])) --to;
  const std::string_view shown = line.substr(from, to - from);
  const std::string_view lead = from > 0 ? "…" : "";
  finding.excerpt = std::string(lead).append(shown).append(to < line.size() ? "…" : "");
  const std::size_t before = std::min(at - std::min(at, from), shown.size());
  finding.caret =
      static_cast<int>(count_characters(lead) + count_characters(shown.substr(0, before))) + 1;
  const std::string_view under = shown.substr(before, width);
  finding.caret_width = static_cast<int>(std::max<std::size_t>(1, count_characters(under)));
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

void Diagnostics::add(Severity severity, std::string_view code, const SourceText& source,
                      Span where, std::string phrase, std::string hint) {
  Diagnostic finding{severity,
                     std::string(code),
                     source.name(),
                     source.place(where.begin),
                     std::move(phrase),
                     std::move(hint),
                     {},
                     0,
                     0};
  const std::string_view line = source.line(finding.place.line);
  // The line is a part of the text: where it begins need not be searched for.
  const auto line_begin = static_cast<std::size_t>(line.data() - source.text().data());
  const std::size_t at = std::min(where.begin - line_begin, line.size());
  excerpt_around(finding, line, at, std::min(where.size(), line.size() - at));
  items_.push_back(std::move(finding));
}

void Diagnostics::add(Severity severity, std::string_view code, std::string_view file,
                      std::string phrase, std::string hint) {
  items_.push_back({severity,
                    std::string(code),
                    std::string(file),
                    {},
                    std::move(phrase),
                    std::move(hint),
                    {},
                    0,
                    0});
}

void Diagnostics::append(Diagnostics other) {
  if (items_.empty()) return items_.swap(other.items_);
  std::move(other.items_.begin(), other.items_.end(), std::back_inserter(items_));
}

void Diagnostics::keep_if(const std::function<bool(const Diagnostic&)>& is_wanted) {
  std::erase_if(items_, [&](const Diagnostic& finding) { return !is_wanted(finding); });
}

void Diagnostics::rewrite(const std::function<void(Diagnostic&)>& change) {
  for (Diagnostic& finding : items_) change(finding);
}

void Diagnostics::make_strict(const std::function<bool(std::string_view code)>& is_advice) {
  for (Diagnostic& finding : items_)
    if (finding.severity == Severity::warning && !is_advice(finding.code))
      finding.severity = Severity::error;
}

std::size_t Diagnostics::count(Severity severity) const {
  return static_cast<std::size_t>(std::count_if(
      items_.begin(), items_.end(), [&](const Diagnostic& d) { return d.severity == severity; }));
}

}  // namespace fcgi6to7
