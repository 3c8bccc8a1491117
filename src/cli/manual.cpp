#include "cli/manual.hpp"

#include <vector>

#include "cli/exit_codes.hpp"

namespace fcgi6to7 {
namespace {

// Text that roff takes as it stands: hyphens that can be copied, no requests at the start of a
// line.
std::string roff(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool begins_line = i == 0 || text[i - 1] == '\n';
    if (begins_line && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

std::string capitals(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

void option(std::string& out, const OptionEntry& entry) {
  std::string names;
  for (const std::string& name : entry.names)
    names += (names.empty() ? "\\fB" : ", \\fB") + roff(name) + "\\fR";
  if (!entry.value.empty() && entry.value != entry.names.front())
    names += " \\fI" + roff(entry.value) + "\\fR";
  out += ".TP\n" + names + "\n" + roff(entry.help) + "\n";
}

void synopsis(std::string& out, const CommandEntry& command) {
  if (!command.commands.empty()) return;
  out += ".B fcgi6to7 " + roff(command.path) + "\n";
  if (!command.options.empty()) out += "[\\fIOPTIONS\\fR]\n";
  for (const OptionEntry& argument : command.positionals) {
    const std::string name =
        "\\fI" + roff(argument.value) + "\\fR" + (argument.repeats ? "..." : "");
    out += argument.required ? name + "\n" : "[" + name + "]\n";
  }
  out += ".br\n";
}

// The options of a command by group, each group where its first option stands.
void options(std::string& out, const CommandEntry& command) {
  std::vector<std::string> groups;
  for (const OptionEntry& entry : command.options) {
    bool known = false;
    for (const std::string& group : groups) known = known || group == entry.group;
    if (!known) groups.push_back(entry.group);
  }
  for (const std::string& group : groups) {
    out += ".PP\n" + roff(group) + ":\n";
    for (const OptionEntry& entry : command.options)
      if (entry.group == group) option(out, entry);
  }
}

void examples(std::string& out, const std::string& footer) {
  if (!footer.starts_with("Examples:\n")) return;
  out += ".PP\nExamples:\n.PP\n.nf\n" + roff(footer.substr(footer.find('\n') + 1)) + "\n.fi\n";
}

}  // namespace

std::string manual(const CommandEntry& root, const std::string& version) {
  std::string out = ".TH FCGI6TO7 1 \"\" \"fcgi6to7 " + version + "\" \"User Commands\"\n";
  out +=
      ".SH NAME\nfcgi6to7 \\- moves FastCGI from IIS 6 to IIS 7 and later\n.SH SYNOPSIS\n.nh\n.ad "
      "l\n";
  const auto commands = all_commands(root);
  for (const CommandEntry* command : commands) synopsis(out, *command);
  out += ".hy\n.ad b\n.SH DESCRIPTION\n" + roff(root.help) +
         ".\n"
         "It reads fcgiext.ini, runs its settings through declarative mapping tables, and patches "
         "a real "
         "applicationHost.config without disturbing any other byte.\n"
         "It says what it did, what it did not carry over and why, line by line.\n";
  for (const CommandEntry* command : commands) {
    if (command->path.empty() || !command->commands.empty()) continue;
    out += ".SH " + roff(capitals(command->path)) + "\n" + roff(command->help) + ".\n";
    for (const OptionEntry& argument : command->positionals) option(out, argument);
    options(out, *command);
    examples(out, command->footer);
  }
  out += ".SH EXIT STATUS\n";
  for (const ExitMeaning& exit : exit_meanings)
    out += ".TP\n.B " + std::to_string(exit.code) + "\n" + roff(exit.meaning) + "\n";
  out +=
      ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nnot empty: no colours, unless \\-\\-color always says "
      "so\n"
      ".TP\n.B COLUMNS\nwidth of tables on a terminal\n"
      ".SH FILES\n.TP\n.I fcgiext.ini\nsettings of the FastCGI extension for IIS 5.1 and 6, in "
      "%windir%\\esystem32\\einetsrv\n"
      ".TP\n.I applicationHost.config\nconfiguration of IIS 7 and later, in "
      "%windir%\\esystem32\\einetsrv\\econfig\n"
      ".TP\n.I *.fcgi6to7\\-backup\nwhat a config held before, beside it or in \\-\\-backup\\-dir\n"
      ".SH SEE ALSO\n.BR diff (1),\n.BR patch (1)\n";
  return out;
}

}  // namespace fcgi6to7
