// fcgiext.ini as values: process pools with their settings, and the bindings of [Types].
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// The longest line that is read, in bytes of UTF-8, comments apart. Windows itself takes no
/// command line and no environment of more than 32,767 characters (Microsoft, "CreateProcess").
inline constexpr std::size_t longest_ini_line = 1 << 20;

/// What holds when a key or a section stands twice. The known readers of the file differ: the
/// profile API takes the first, Microsoft's fcgiconfig.js the last.
enum class Repeats { last, first, refuse };

/// One `key=value` line. The value is without blanks at its ends, otherwise as written.
struct Setting {
  std::string section;
  std::string key;
  std::string value;
  Span where;     ///< the whole entry
  Span value_at;  ///< its value
  int line = 0;
};

/// A section other than [Types]: one process pool.
struct Pool {
  std::string name;
  Span where;  ///< the section header's name
  int line = 0;
  std::vector<Setting> settings;  ///< those that hold, in file order
};

/// How specific a binding is, in order of precedence (Microsoft, "Configuring the FastCGI
/// Extension for IIS 6.0").
enum class Scope {
  extension_in_application,
  any_in_application,
  extension_in_site,
  any_in_site,
  extension,
  any,
};

/// One line of [Types].
struct Binding {
  std::string extension;                   ///< without dot; "*": whatever has no binding of its own
  std::optional<std::string> site_id;      ///< decimal digits
  std::optional<std::string> application;  ///< "/app1"; "/" is the root application of the site
  std::string pool;                        ///< the section it names
  std::optional<std::size_t> pool_at;      ///< index in FcgiExt::pools; nothing: leads nowhere
  Setting entry;

  Scope scope() const;
};

struct FcgiExt {
  std::vector<Pool> pools;
  std::vector<Binding> bindings;
  bool has_types = false;    ///< a [Types] section is there, empty or not
  bool has_entries = false;  ///< anything but comments and blank lines
};

/// Reads the decoded text of a fcgiext.ini. What one of the two known readers refuses and the other
/// reads is read, with a finding. Entries that do not hold (repeats) or lead nowhere get a finding
/// at their line. Errors: NUL bytes, an empty file, lines of more than `longest_ini_line` (none of
/// these files is read), and repeats when they are to be refused.
FcgiExt read_fcgiext(const SourceText& ini, Repeats repeats, Diagnostics& diagnostics);

}  // namespace fcgi6to7
