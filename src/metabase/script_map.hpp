// One line of a ScriptMaps list: which files IIS 6 gave to which program.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fcgi6to7 {

/// Bits of a script map's flags (Microsoft, "ScriptMaps Metabase Property").
inline constexpr unsigned script_map_script_engine = 1;  ///< runs under Script, not only Execute
inline constexpr unsigned script_map_check_file = 4;     ///< the requested file has to exist

/// `.php,C:\WINDOWS\system32\inetsrv\fcgiext.dll,5,GET,HEAD,POST` in parts.
struct ScriptMap {
  std::string extension;           ///< with its dot, as written; "*": a wildcard script map
  std::string processor;           ///< a path without quotes; variables are not expanded
  unsigned flags = 0;              ///< script_map_… bits
  std::vector<std::string> verbs;  ///< as written, upper case as a rule; empty: every verb

  friend bool operator==(const ScriptMap&, const ScriptMap&) = default;
};

/// The map, or in one phrase why the line is none.
struct ScriptMapResult {
  std::optional<ScriptMap> map;
  std::string_view problem;
};

/// Reads one line of the list. Blanks around fields are dropped and the processor may be quoted. No
/// verbs mean every verb. The dialog of IIS 6 wrote the word All of its own language as the verb of
/// a wildcard map, so there any field that is not written as a method is (in capitals) means every
/// verb; in other maps a verb that is no HTTP token makes the line malformed.
ScriptMapResult parse_script_map(std::string_view line);

/// The file name of the path is fcgiext.dll: in any folder, quoted or not, in any case.
bool names_fcgiext(std::string_view path);

/// The map leads to the FastCGI extension.
bool is_fcgiext(const ScriptMap& map);

bool is_wildcard(const ScriptMap& map);

/// Whether requests with this verb go to the processor. Verbs are compared with case, as IIS does.
bool takes_verb(const ScriptMap& map, std::string_view verb);

}  // namespace fcgi6to7
