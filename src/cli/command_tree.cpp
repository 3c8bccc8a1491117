#include "cli/command_tree.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <string_view>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// CLI11 shows the choices of a value as a part of its type: "TEXT:{off,types,metabase}". Where a
// command narrows what it takes, the last ones hold.
std::vector<std::string> choices_in(const std::string& type) {
  std::vector<std::string> choices;
  const std::size_t open = type.rfind('{'), close = type.rfind('}');
  if (open == type.npos || close == type.npos) return choices;
  for (std::size_t at = open + 1; at < close;) {
    const std::size_t end = std::min(type.find(',', at), close);
    choices.push_back(type.substr(at, end - at));
    at = end + 1;
  }
  return choices;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : "|") + word;
  return all;
}

ValueKind kind_of(const std::string& value) {
  if (value == "FILE" || value == "INI" || value == "CONFIG" || value.ends_with("JOURNAL"))
    return ValueKind::file;
  if (value == "DIR" || value == "ROOT") return ValueKind::folder;
  return value == "CODE" ? ValueKind::code : ValueKind::text;
}

OptionEntry entry_of(const CLI::Option& option) {
  OptionEntry entry;
  const bool is_positional = option.get_positional();
  if (is_positional) entry.names.push_back(option.get_name(true, false));
  for (const std::string& name : option.get_snames()) entry.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) entry.names.push_back("--" + name);
  entry.help = option.get_description();
  entry.group = option.get_group();
  entry.required = option.get_required();
  entry.repeats =
      entry.help.find("(repeatable)") != std::string::npos || option.get_expected_max() > 1;
  if (!is_positional && option.get_items_expected_max() == 0) return entry;
  const std::string type = option.get_type_name();
  entry.choices = choices_in(type);
  entry.value = is_positional ? entry.names.front() : type.substr(0, type.find(':'));
  if (!entry.choices.empty() && !is_positional) entry.value = joined(entry.choices);
  if (entry.value == "TEXT") entry.value = "NAME";
  if (entry.value == "UINT") entry.value = "N";
  entry.kind = entry.choices.empty() ? kind_of(entry.value) : ValueKind::choice;
  return entry;
}

CommandEntry entry_of(const CLI::App& app, const std::string& above) {
  CommandEntry entry;
  entry.name = app.get_name();
  const bool is_root = app.get_parent() == nullptr;
  entry.path = is_root ? "" : above + (above.empty() ? "" : " ") + entry.name;
  entry.help = app.get_description();
  entry.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options())
    (option->get_positional() ? entry.positionals : entry.options).push_back(entry_of(*option));
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    entry.commands.push_back(entry_of(*command, entry.path));
  return entry;
}

template <typename Names>
std::string near(const std::string& word, const Names& names) {
  const auto found = nearest(word, std::vector<std::string_view>(names.begin(), names.end()));
  return found ? "Did you mean '" + std::string(*found) + "'?" : "";
}

std::vector<std::string> names_of(const CommandEntry& command) {
  std::vector<std::string> names;
  for (const OptionEntry& option : command.options)
    names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

}  // namespace

const CommandEntry* CommandEntry::find(const std::string& wanted) const {
  const auto found = std::find_if(commands.begin(), commands.end(),
                                  [&](const CommandEntry& c) { return c.name == wanted; });
  return found == commands.end() ? nullptr : &*found;
}

const OptionEntry* CommandEntry::find_option(const std::string& wanted) const {
  const auto found = std::find_if(options.begin(), options.end(), [&](const OptionEntry& option) {
    return std::find(option.names.begin(), option.names.end(), wanted) != option.names.end();
  });
  return found == options.end() ? nullptr : &*found;
}

CommandEntry command_tree(const CLI::App& app) {
  return entry_of(app, "");
}

std::vector<const CommandEntry*> all_commands(const CommandEntry& root) {
  std::vector<const CommandEntry*> all{&root};
  for (const CommandEntry& command : root.commands) {
    const auto below = all_commands(command);
    all.insert(all.end(), below.begin(), below.end());
  }
  return all;
}

std::string suggestion(const CommandEntry& root, const std::vector<std::string>& typed) {
  const CommandEntry* command = &root;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const std::string& word = typed[i];
    if (!word.starts_with('-')) {
      if (command->commands.empty()) continue;  // a file
      const CommandEntry* next = command->find(word);
      if (next) {
        command = next;
        continue;
      }
      std::vector<std::string> names;
      for (const CommandEntry& each : command->commands) names.push_back(each.name);
      return near(word, names);
    }
    const std::size_t equals = word.find('=');
    const OptionEntry* option = command->find_option(word.substr(0, equals));
    if (!option && word.starts_with("--")) return near(word.substr(0, equals), names_of(*command));
    if (!option || option->kind == ValueKind::none) continue;
    const bool has_next = equals == word.npos && i + 1 < typed.size();
    const std::string value = has_next              ? typed[++i]
                              : equals == word.npos ? std::string()
                                                    : word.substr(equals + 1);
    const auto& choices = option->choices;
    if (!choices.empty() && std::find(choices.begin(), choices.end(), value) == choices.end())
      return near(value, choices);
  }
  return {};
}

}  // namespace fcgi6to7
