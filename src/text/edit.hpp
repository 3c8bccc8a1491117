// Changes to a text as values: replace these bytes by that text. What no edit names stays as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/source.hpp"

namespace fcgi6to7 {

/// Replaces the bytes of the span by the text. An empty span inserts.
struct Edit {
  Span span;
  std::string text;
};

/// Sorts edits by place; those at one place keep their order. Edits must not overlap (asserted).
void sort_edits(std::vector<Edit>& edits);

/// The text with sorted edits carried out.
std::string apply_edits(std::string_view original, const std::vector<Edit>& sorted_edits);

}  // namespace fcgi6to7
