// Values as IIS 6 read them and as IIS 7 wants them: one named function for each way to read one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/mapping.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// Something to say about a value; the place is the value's.
struct Remark {
  Severity severity = Severity::note;
  std::string code;
  std::string phrase;
  std::string hint;
};

/// A value for the target, or nothing: it cannot be read (an error remark), or the default holds
/// (an empty number).
struct Converted {
  std::optional<std::string> value;
  std::vector<Remark> remarks;
};

/// Decimal digits. Text after ';' is dropped with a warning.
Converted read_number(std::string_view raw);
/// 0 or 1; also true, false, yes, no, on, off. Gives "true" or "false".
Converted read_switch(std::string_view raw);
/// One of the names, in any case. Gives the spelling of `choices`.
Converted read_choice(std::string_view raw, const std::vector<std::string>& choices);
/// Text as it stands, without one pair of quotes around the whole.
Converted read_text(std::string_view raw);
/// The path of a program: as text, with backslashes.
Converted read_path(std::string_view raw);
/// A file to watch: as path; one that is relative to the program's folder becomes absolute.
Converted read_file(std::string_view raw, std::string_view program);

/// Whether a text holds %NAME%.
bool has_variable(std::string_view text);
/// Whether a Windows path is absolute: a drive, a UNC path, or a %VAR% at its start.
bool is_absolute(std::string_view windows_path);

}  // namespace fcgi6to7
