#include "cli/completion.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::string spaced(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

// Words that an option or argument takes; none: files, folders, or anything.
std::string words_of(const OptionEntry& option, const std::vector<std::string>& codes) {
  if (option.kind == ValueKind::choice) return spaced(option.choices);
  return option.kind == ValueKind::code ? spaced(codes) : "";
}

std::vector<std::string> names_below(const CommandEntry& command) {
  std::vector<std::string> names;
  for (const CommandEntry& each : command.commands) names.push_back(each.name);
  return names;
}

std::vector<std::string> options_of(const CommandEntry& command) {
  std::vector<std::string> names;
  for (const OptionEntry& option : command.options)
    names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

// What stands where no option does: commands, or what the first argument may be.
std::string words_here(const CommandEntry& command, const std::vector<std::string>& codes) {
  if (!command.commands.empty()) return spaced(names_below(command));
  return command.positionals.empty() ? "" : words_of(command.positionals.front(), codes);
}

bool takes_paths(const CommandEntry& command) {
  return std::any_of(command.positionals.begin(), command.positionals.end(), [](const auto& p) {
    return p.kind == ValueKind::file || p.kind == ValueKind::folder;
  });
}

std::string bash(const CommandEntry& root, const std::vector<std::string>& codes) {
  std::string commands, values, here;
  for (const CommandEntry* command : all_commands(root)) {
    for (const CommandEntry& each : command->commands)
      commands +=
          "      '" + command->path + "/" + each.name + "') command='" + each.path + "' ;;\n";
    for (const OptionEntry& option : command->options) {
      if (option.kind == ValueKind::none) continue;
      std::string pattern;
      for (const std::string& name : option.names)
        pattern += (pattern.empty() ? "'" : "|'") + command->path + "/" + name + "'";
      const char* paths = option.kind == ValueKind::file     ? " paths=-f"
                          : option.kind == ValueKind::folder ? " paths=-d"
                                                             : "";
      values += "    " + pattern + ") words='" + words_of(option, codes) + "'" + paths + " ;;\n";
    }
    here += "    '" + command->path + "') options='" + spaced(options_of(*command)) + "' words='" +
            words_here(*command, codes) + "'" + (takes_paths(*command) ? " paths=-f" : "") +
            " ;;\n";
  }
  return "# bash completion for fcgi6to7, made by: fcgi6to7 completion bash\n"
         "_fcgi6to7() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local command= words= options= paths= i\n"
         "  # '=' is a word of its own here.\n"
         "  if [[ $cur == = ]]; then cur=\n"
         "  elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    case \"$command/${COMP_WORDS[i]}\" in\n" +
         commands +
         "    esac\n"
         "  done\n"
         "  case \"$command/$prev\" in\n" +
         values +
         "    *)\n"
         "      case \"$command\" in\n" +
         here +
         "      esac\n"
         "      [[ $cur == -* ]] && words=$options paths= ;;\n"
         "  esac\n"
         "  COMPREPLY=()\n"
         "  [[ -n $words ]] && mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
         "  if [[ -n $paths ]]; then\n"
         "    compopt -o filenames 2>/dev/null\n"
         "    mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen \"$paths\" -- \"$cur\")\n"
         "  fi\n"
         "}\n"
         "complete -F _fcgi6to7 fcgi6to7\n";
}

// Within single quotes, in brackets of _arguments.
std::string zsh_text(const std::string& text) {
  std::string out = replaced(text, "'", "'\\''");
  for (const char* special : {"[", "]", ":"})
    out = replaced(out, special, std::string("\\") + special);
  return out;
}

std::string zsh_action(const OptionEntry& option, const std::vector<std::string>& codes) {
  if (const std::string words = words_of(option, codes); !words.empty()) return "(" + words + ")";
  if (option.kind == ValueKind::file) return "_files";
  return option.kind == ValueKind::folder ? "_files -/" : " ";
}

std::string zsh_command(const CommandEntry& command, const std::vector<std::string>& codes) {
  std::string out = "_fcgi6to7_" + replaced(command.path, " ", "_") + "() {\n";
  if (command.path.empty()) out = "_fcgi6to7() {\n";
  if (!command.commands.empty()) out += "  local curcontext=$curcontext state line\n";
  out += "  _arguments -C";
  for (const OptionEntry& option : command.options) {
    std::vector<std::string> typed = option.names;
    for (std::string& name : typed)  // --format json, and --format=json
      if (option.kind != ValueKind::none && name.starts_with("--")) name += "=";
    const std::string names =
        typed.size() == 1 ? typed.front() : "{" + replaced(spaced(typed), " ", ",") + "}";
    const std::string rest = "[" + zsh_text(option.help) + "]" +
                             (option.kind == ValueKind::none
                                  ? ""
                                  : ":" + zsh_text(option.value) + ":" + zsh_action(option, codes));
    const std::string repeats = option.repeats ? "'*'" : "";
    out += " \\\n    " + repeats + names + "'" + rest + "'";
  }
  if (!command.commands.empty()) {
    out +=
        " \\\n    '1:command:->command' \\\n    '*::argument:->argument'\n  case $state in\n"
        "    command)\n      local -a commands=(\n";
    for (const CommandEntry& each : command.commands)
      out += "        '" + each.name + ":" + zsh_text(each.help) + "'\n";
    out += "      )\n      _describe command commands ;;\n    argument)\n      case $words[1] in\n";
    for (const CommandEntry& each : command.commands)
      out += "        " + each.name + ") _fcgi6to7_" + replaced(each.path, " ", "_") + " ;;\n";
    return out + "      esac ;;\n  esac\n}\n\n";
  }
  for (const OptionEntry& argument : command.positionals)
    out += std::string(" \\\n    '") + (argument.repeats ? "*" : "") + ":" +
           zsh_text(argument.value) + ":" + zsh_action(argument, codes) + "'";
  return out + "\n}\n\n";
}

std::string zsh(const CommandEntry& root, const std::vector<std::string>& codes) {
  std::string out = "#compdef fcgi6to7\n# made by: fcgi6to7 completion zsh\n\n";
  auto commands = all_commands(root);
  std::reverse(commands.begin(), commands.end());  // the root calls the others
  for (const CommandEntry* command : commands) out += zsh_command(*command, codes);
  return out +
         "if [[ $funcstack[1] == _fcgi6to7 ]]; then\n  _fcgi6to7 \"$@\"\nelse\n"
         "  compdef _fcgi6to7 fcgi6to7\nfi\n";
}

std::string fish_text(const std::string& text) {
  return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

// When the words before are those of a command, and of none below it.
std::string fish_condition(const CommandEntry& command) {
  std::string condition;
  const auto add = [&](const std::string& test) {
    condition += (condition.empty() ? "" : "; and ") + test;
  };
  if (command.path.empty()) return "'__fish_use_subcommand'";
  const std::size_t space = command.path.find(' ');
  if (space == std::string::npos && command.commands.empty())
    add("not __fish_seen_subcommand_from fleet");
  for (std::size_t at = 0; at <= command.path.size();) {
    const std::size_t end = std::min(command.path.find(' ', at), command.path.size());
    add("__fish_seen_subcommand_from " + command.path.substr(at, end - at));
    at = end + 1;
  }
  if (!command.commands.empty())
    add("not __fish_seen_subcommand_from " + spaced(names_below(command)));
  return "'" + condition + "'";
}

std::string fish(const CommandEntry& root, const std::vector<std::string>& codes) {
  std::string out =
      "# fish completion for fcgi6to7, made by: fcgi6to7 completion fish\n"
      "complete -c fcgi6to7 -f\n";
  for (const CommandEntry* command : all_commands(root)) {
    const std::string begin = "complete -c fcgi6to7 -n " + fish_condition(*command);
    for (const CommandEntry& each : command->commands)
      out += begin + " -a " + each.name + " -d " + fish_text(each.help) + "\n";
    for (const OptionEntry& option : command->options) {
      out += begin;
      for (const std::string& name : option.names)
        out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      if (option.kind != ValueKind::none) out += " -r";
      if (option.kind == ValueKind::file) out += " -F";
      if (option.kind == ValueKind::folder) out += " -f -a '(__fish_complete_directories)'";
      if (const std::string words = words_of(option, codes); !words.empty())
        out += " -a " + fish_text(words);
      out += " -d " + fish_text(option.help) + "\n";
    }
    if (takes_paths(*command)) out += begin + " -F\n";
    const std::string words = command->commands.empty() ? words_here(*command, codes) : "";
    if (!words.empty()) out += begin + " -a " + fish_text(words) + "\n";
  }
  return out;
}

std::string powershell_text(const std::string& text) {
  return "'" + replaced(text, "'", "''") + "'";
}

std::string powershell_list(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + powershell_text(word);
  return "@(" + list + ")";
}

// What a command takes, as a table of the script.
std::string powershell_table(const CommandEntry& command) {
  std::string table =
      "        " + powershell_text(command.path) + " = @{\n            Commands = [ordered]@{";
  for (const CommandEntry& each : command.commands)
    table += " " + powershell_text(each.name) + " = " + powershell_text(each.help) + ";";
  table += " }\n            Options = [ordered]@{\n";
  for (const OptionEntry& option : command.options)
    table += "                " + powershell_text(option.names.back()) + " = " +
             powershell_text(option.help) + "\n";
  table += "            }\n            Values = @{\n";
  for (const OptionEntry& option : command.options)
    if (option.kind == ValueKind::choice)
      table += "                " + powershell_text(option.names.back()) + " = " +
               powershell_list(option.choices) + "\n";
    else if (option.kind == ValueKind::code)
      table += "                " + powershell_text(option.names.back()) + " = $codes\n";
  std::string words = "@()";
  if (!command.positionals.empty()) {
    const OptionEntry& first = command.positionals.front();
    words = first.kind == ValueKind::code ? "$codes" : powershell_list(first.choices);
  }
  return table + "            }\n            Words = " + words + "\n        }\n";
}

std::string powershell(const CommandEntry& root, const std::vector<std::string>& codes) {
  std::string tables;
  for (const CommandEntry* command : all_commands(root)) tables += powershell_table(*command);
  return "# PowerShell completion for fcgi6to7, made by: fcgi6to7 completion powershell\n"
         "Register-ArgumentCompleter -Native -CommandName 'fcgi6to7', 'fcgi6to7.exe' -ScriptBlock "
         "{\n"
         "    param($wordToComplete, $commandAst, $cursorPosition)\n"
         "    $codes = " +
         powershell_list(codes) + "\n    $tree = @{\n" + tables +
         "    }\n"
         "    $before = @($commandAst.CommandElements | Select-Object -Skip 1 |\n"
         "        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "
         "$_.ToString() })\n"
         "    $command = ''\n"
         "    foreach ($word in $before) {\n"
         "        if ($tree[$command].Commands.Contains($word)) { $command = \"$command "
         "$word\".Trim() }\n"
         "    }\n"
         "    $entry = $tree[$command]\n"
         "    $previous = if ($before.Count -gt 0) { $before[-1] } else { '' }\n"
         "    if ($entry.Values.ContainsKey($previous)) {\n"
         "        $found = $entry.Values[$previous] | ForEach-Object { , @($_, $_) }\n"
         "    }\n"
         "    elseif ($wordToComplete -like '-*') {\n"
         "        $found = $entry.Options.GetEnumerator() | ForEach-Object { , @($_.Key, $_.Value) "
         "}\n"
         "    }\n"
         "    else {\n"
         "        $found = @($entry.Commands.GetEnumerator() | ForEach-Object { , @($_.Key, "
         "$_.Value) }) +\n"
         "            @($entry.Words | ForEach-Object { , @($_, $_) })\n"
         "    }\n"
         "    # Without a result PowerShell offers files.\n"
         "    $found | Where-Object { $_ -and $_[0] -like \"$wordToComplete*\" } | ForEach-Object "
         "{\n"
         "        [System.Management.Automation.CompletionResult]::new($_[0], $_[0], "
         "'ParameterValue', $_[1])\n"
         "    }\n"
         "}\n";
}

struct Shell {
  std::string name;
  std::string (*script)(const CommandEntry&, const std::vector<std::string>&);
};

const std::vector<Shell>& shells() {
  static const std::vector<Shell> all = {
      {"bash", bash}, {"zsh", zsh}, {"fish", fish}, {"powershell", powershell}};
  return all;
}

}  // namespace

const std::vector<std::string>& completion_shells() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Shell& shell : shells()) all.push_back(shell.name);
    return all;
  }();
  return names;
}

std::string completion(const CommandEntry& root, std::string_view shell,
                       const std::vector<std::string>& codes) {
  for (const Shell& each : shells())
    if (each.name == shell) return each.script(root, codes);
  return {};
}

}  // namespace fcgi6to7
