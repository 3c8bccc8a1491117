// The declarative tables of mappings/, loaded and checked: which setting becomes which attribute,
// and what each version of IIS takes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mapping/section_rule.hpp"
#include "mapping/target_schema.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// The version of the FastCGI extension for IIS 5.1 and 6.0.
enum class SourceVersion { v1_0, v1_5 };

std::string_view to_string(SourceVersion version);

/// How a value of the source is read; each has a named function in plan/values.
enum class ValueType { path, text, list, number, seconds, bytes, toggle, choice, file };

/// A row of settings.ini.
struct SettingRule {
  std::string name;       ///< as IIS 6 documents it
  std::string attribute;  ///< of <application>; empty: IIS 7 has nothing for it
  ValueType type = ValueType::text;
  bool required = false;
  SourceVersion since = SourceVersion::v1_0;
  std::optional<std::string> default_1_0;  ///< nothing: not known, or none
  std::optional<std::string> default_1_5;
  std::string handler;               ///< attribute of a handler mapping; empty: none
  std::string did, instead, remedy;  ///< for a setting without successor

  bool ignored() const { return attribute.empty(); }
  const std::optional<std::string>& default_in(SourceVersion version) const;
};

/// The row of engines.ini for a program.
struct Engine {
  std::string program;            ///< file name, compared without case
  std::string separate_with;      ///< argument with {pool}; empty: there is no harmless one
  std::string requests_variable;  ///< empty: the engine does not end itself
  unsigned long long requests_default = 0;
  std::string settings_file;              ///< "php.ini"; empty: the engine has none
  std::string settings_variable;          ///< environment variable that says where it is
  unsigned long long signal_seconds = 0;  ///< signalBeforeTerminateSeconds it wants to clean up
};

/// The rules of detection.ini.
struct Detection {
  std::pair<unsigned, unsigned> dll_from;                   ///< major, minor of fcgiext.dll 1.5
  std::string comment;                                      ///< in a comment of the ini
  std::vector<std::pair<std::string, std::string>> values;  ///< setting, value
  bool application_path = false;                            ///< EXT:APPLICATION-PATH in [Types]
  std::vector<std::pair<std::string, std::string>>
      declares;  ///< target version, section; oldest first
};

/// What a diagnostic code means: a row of diagnostics.ini.
struct Explanation {
  std::string code, title, cause, consequence, remedy;
  std::vector<std::string> example;  ///< lines that lead to it
  std::optional<Severity> severity;  ///< of a rule of check
  std::string source;                ///< of a rule of check: where the fact is documented
  std::string told_by;               ///< the code with which a migration says the same
  std::string fix;                   ///< of a rule of check: what --fix does; empty: nothing
};

/// All tables. Only const questions after loading.
class Mapping {
 public:
  /// A setting by name without case; null when IIS 6 has none of that name.
  const SettingRule* find_setting(std::string_view name) const;
  std::vector<std::string_view> setting_names() const;
  /// The schema of a version of IIS; null for an unknown version.
  const TargetSchema* find_target(std::string_view version) const;
  /// The engine whose program a path or file name ends in; null when none is known.
  const Engine* find_engine(std::string_view path) const;
  const Explanation* find_explanation(std::string_view code) const;

  /// A section of sections.ini by name; null for an unknown one.
  const SectionRule* find_section(std::string_view name) const;
  /// What holds where no level has the attribute of a section; empty: nothing does.
  std::string_view section_default(std::string_view section, std::string_view attribute) const;

  std::vector<SettingRule> settings;
  std::vector<TargetSchema> targets;  ///< oldest version first
  std::vector<SectionRule> sections;
  std::string assumed_target;  ///< when nothing tells the version
  Detection detection;
  std::vector<Engine> engines;
  std::vector<std::pair<std::string, std::string>> usual_values;  ///< %VAR%, what it usually is
  std::vector<Explanation> explanations;
};

/// Loads the tables; files of the same name in `replacements` take the place of the built-in ones.
/// Everything is checked; a table with an error stops the run: nothing is returned then.
std::optional<Mapping> load_mapping(std::span<const SourceText> replacements,
                                    Diagnostics& diagnostics);

}  // namespace fcgi6to7
