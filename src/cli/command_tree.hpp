// The command line as values, read off CLI11: what completions, the man page and "did you mean"
// need.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace fcgi6to7 {

/// What a value is, for completion.
enum class ValueKind {
  none,    ///< a flag: takes no value
  text,    ///< anything
  choice,  ///< one of `choices`
  file,
  folder,
  code,  ///< a diagnostic's code
};

/// One option or positional argument of a command.
struct OptionEntry {
  std::vector<std::string> names;  ///< "-v", "--verbose"; of a positional one "CONFIG"
  std::string help;
  std::string value;  ///< "FILE" or "off|types|metabase"; empty: a flag
  std::vector<std::string> choices;
  ValueKind kind = ValueKind::none;
  std::string group;  ///< "Handler mappings"
  bool required = false;
  bool repeats = false;  ///< may be given more than once
};

/// A command and the commands below it. The root has the name of the program.
struct CommandEntry {
  std::string name;
  std::string path;  ///< "fleet plan"; empty for the root
  std::string help;
  std::string footer;  ///< examples; the root's: exit codes
  std::vector<OptionEntry> options;
  std::vector<OptionEntry> positionals;
  std::vector<CommandEntry> commands;

  const CommandEntry* find(const std::string& name) const;
  const OptionEntry* find_option(const std::string& name) const;
};

CommandEntry command_tree(const CLI::App& app);

/// All commands below and including one, in the order in which --help has them.
std::vector<const CommandEntry*> all_commands(const CommandEntry& root);

/// "Did you mean '--format'?" for the first word that names no command, no option and no value;
/// empty when every word is known or nothing is near.
std::string suggestion(const CommandEntry& root, const std::vector<std::string>& typed);

}  // namespace fcgi6to7
