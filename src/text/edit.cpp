#include "text/edit.hpp"

#include <algorithm>
#include <cassert>

namespace fcgi6to7 {

void sort_edits(std::vector<Edit>& edits) {
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  for (std::size_t i = 1; i < edits.size(); ++i)
    assert(edits[i - 1].span.end <= edits[i].span.begin && "edits overlap");
}

std::string apply_edits(std::string_view original, const std::vector<Edit>& sorted_edits) {
  std::size_t size = original.size();
  for (const Edit& edit : sorted_edits) size += edit.text.size() - edit.span.size();
  std::string out;
  out.reserve(size);
  std::size_t last = 0;
  for (const Edit& edit : sorted_edits) {
    out.append(original.substr(last, edit.span.begin - last)).append(edit.text);
    last = edit.span.end;
  }
  return out.append(original.substr(last));
}

}  // namespace fcgi6to7
