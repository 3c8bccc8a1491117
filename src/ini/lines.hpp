// The lines of an INI text as IIS 6 read them: what each line is, and where its parts stand.
#pragma once

#include <string_view>
#include <vector>

#include "text/source.hpp"

namespace fcgi6to7 {

enum class IniLineKind {
  section,  ///< [name]
  entry,    ///< key=value; the key ends at the first '=', whatever it holds before
  other,    ///< neither of these, nor blank, nor a comment
};

/// One line that says something; blank lines and comments (`;`) are left out. Spans are bytes of
/// the text, without blanks at their ends.
struct IniLine {
  IniLineKind kind = IniLineKind::other;
  bool indented = false;  ///< blanks before it
  bool trailing = false;  ///< a section: blanks or text after the bracket
  Span whole;
  Span name;   ///< the section's name or the entry's key
  Span value;  ///< the entry's value
};

/// The text's lines, read through inih. Lines, keys and section names may have any length. The
/// text must not hold NUL bytes.
std::vector<IniLine> read_ini_lines(std::string_view text);

}  // namespace fcgi6to7
