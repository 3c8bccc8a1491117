// The line at a finding's place, and carets under it.
#pragma once

#include <string>

#include "text/diagnostic.hpp"

namespace fcgi6to7 {

struct Excerpt {
  std::string line;    ///< printable; a tab is one blank, so that the carets stand right
  std::string before;  ///< blanks for the columns in front of the place
  std::string carets;  ///< one for each column, at most 40
};

/// Of a finding with a caret; empty for any other.
Excerpt excerpt_of(const Diagnostic& finding);

}  // namespace fcgi6to7
