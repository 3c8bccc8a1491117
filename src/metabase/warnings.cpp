#include "metabase/warnings.hpp"

#include <utility>

namespace fcgi6to7 {
namespace {

constexpr std::size_t most = 20;

}  // namespace

void MetaWarnings::add(std::string_view code, Span where, std::string phrase, std::string hint) {
  if (++counts_[code] <= most)
    diagnostics_.add(Severity::warning, code, source_, where, std::move(phrase), std::move(hint));
}

void MetaWarnings::finish() {
  for (const auto& [code, count] : counts_)
    if (count > most)
      diagnostics_.add(Severity::warning, code, source_.name(),
                       std::to_string(count - most) + " more of this kind are not listed",
                       "Correct those that are listed and run again to see the others");
}

}  // namespace fcgi6to7
