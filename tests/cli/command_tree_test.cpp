// The command line as values, and what is made of it.
#include "cli/command_tree.hpp"

#include <doctest/doctest.h>

#include "cli/completion.hpp"
#include "cli/manual.hpp"

using namespace fcgi6to7;

namespace {

OptionEntry option(std::vector<std::string> names, std::vector<std::string> choices = {},
                   ValueKind kind = ValueKind::none) {
  OptionEntry entry;
  entry.names = std::move(names);
  entry.help = "it's [what] it: does";
  entry.choices = std::move(choices);
  entry.kind = entry.choices.empty() ? kind : ValueKind::choice;
  entry.value = kind == ValueKind::none && entry.choices.empty() ? "" : "VALUE";
  entry.group = "Options";
  return entry;
}

CommandEntry sample() {
  CommandEntry root{"fcgi6to7", "", "Moves", "", {option({"-h", "--help"})}, {}, {}};
  CommandEntry plan{"plan", "plan", "Dry run", "Examples:\n  'fcgi6to7 plan'\n  .x", {}, {}, {}};
  plan.options = {option({"--format"}, {"text", "json"}), option({"--root"}, {}, ValueKind::folder),
                  option({"-q", "--quiet"})};
  plan.positionals = {option({"INI"}, {}, ValueKind::file)};
  CommandEntry fleet{"fleet", "fleet", "Many", "", {}, {}, {}};
  fleet.commands.push_back({"apply", "fleet apply", "All", "", {option({"--out"})}, {}, {}});
  root.commands = {plan, fleet};
  return root;
}

std::string suggested(std::vector<std::string> typed) {
  return suggestion(sample(), typed);
}

}  // namespace

TEST_CASE("a misspelt command, option or value is answered by the nearest one") {
  CHECK(suggested({"plna"}) == "Did you mean 'plan'?");
  CHECK(suggested({"fleet", "aply"}) == "Did you mean 'apply'?");
  CHECK(suggested({"plan", "a.ini", "--fromat", "json"}) == "Did you mean '--format'?");
  CHECK(suggested({"plan", "--fromat=json"}) == "Did you mean '--format'?");
  CHECK(suggested({"plan", "--format", "jsn"}) == "Did you mean 'json'?");
  CHECK(suggested({"plan", "--format=txt"}) == "Did you mean 'text'?");
  CHECK(suggested({"fleet", "apply", "--uot"}) == "Did you mean '--out'?");
}

TEST_CASE("what is known, or like nothing, is answered by nothing") {
  CHECK(suggested({"plan", "plna", "--format", "json", "-q"}).empty());
  CHECK(suggested({"plan", "--root", "--folder-like-an-option"}).empty());
  CHECK(suggested({"telephone"}).empty());
  CHECK(suggested({"plan", "--format"}).empty());
  CHECK(suggested({}).empty());
}

TEST_CASE("every command below is listed after the one it belongs to") {
  std::string paths;
  const CommandEntry root = sample();
  for (const CommandEntry* command : all_commands(root)) paths += command->path + ";";
  CHECK(paths == ";plan;fleet;fleet apply;");
}

TEST_CASE("there is a script for every shell, and none for another") {
  for (const std::string& shell : completion_shells())
    CHECK(completion(sample(), shell, {"PLN001"}).find("fcgi6to7") != std::string::npos);
  CHECK(completion(sample(), "tcsh", {}).empty());
}

TEST_CASE("quotes of a help text end no string of a script") {
  CHECK(completion(sample(), "powershell", {}).find("'it''s [what] it: does'") !=
        std::string::npos);
  CHECK(completion(sample(), "fish", {}).find("'it\\'s [what] it: does'") != std::string::npos);
  CHECK(completion(sample(), "zsh", {}).find("[it'\\''s \\[what\\] it\\: does]") !=
        std::string::npos);
}

TEST_CASE("the man page escapes what roff would take for a request") {
  const std::string page = manual(sample(), "1.0");
  CHECK(page.find("\\-\\-format\\fR \\fIVALUE\\fR") != std::string::npos);
  CHECK(page.find("\n  'fcgi6to7 plan'\n") != std::string::npos);
  CHECK(page.find(".SH PLAN\n") != std::string::npos);
  CHECK(page.find(".SH FLEET APPLY\n") != std::string::npos);
  CHECK(page.find(".SH FLEET\n") == std::string::npos);
}
