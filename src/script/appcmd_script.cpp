#include <algorithm>

#include "plan/appcmd.hpp"
#include "script/script.hpp"
#include "script/steps.hpp"

namespace fcgi6to7 {
namespace {

// cmd.exe's own limit: "Command prompt (Cmd.exe) command-line string limitation", Microsoft.
constexpr std::size_t longest_line = 8191;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
}

// A character of UTF-8 text as its UTF-16 units in appcmd's escape.
std::string escape_units(std::string_view character) {
  const auto units = encode(character, Encoding{"UTF-16 BE", 1201, false});
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i + 1 < units.size(); i += 2) {
    out += "%u";
    for (const char byte : {units[i], units[i + 1]}) {
      const auto code = static_cast<unsigned char>(byte);
      out += digits[code >> 4];
      out += digits[code & 15];
    }
  }
  return out;
}

std::size_t length_of_character(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

// With each character beyond ASCII as `instead_of(character)`.
template <class Instead>
std::string in_ascii(std::string_view text, Instead instead_of) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = length_of_character(text[i]);
    if (length == 1)
      out += text[i];
    else
      out += instead_of(text.substr(i, length));
    i += length;
  }
  return out;
}

// In a batch file a percent sign is two.
std::string for_batch(std::string_view command) {
  std::string out;
  for (const char c : command) out.append(c == '%' ? 2 : 1, c);
  return out;
}

std::string in_collection(const Step& step, const Selector& element) {
  if (!step.application) return appcmd_element(element.keys);
  return appcmd_element(step.application->keys) + ".environmentVariables." +
         appcmd_element(element.keys);
}

std::string at_start(const AttributeValues& values) {
  return "/+\"[@start," + appcmd_element(values).substr(1) + "\"";
}

std::string remove(const Step& step, const Selector& element) {
  return "/-\"" + in_collection(step, element) + "\"";
}

std::string create(const Step& step) {
  if (step.section == "handlers") return at_start(step.values);
  return "/+\"" + in_collection(step, {"", step.values}) + "\"";
}

class Batch {
 public:
  explicit Batch(const Outcome& outcome) : outcome_(outcome) {}

  std::string write(const std::vector<Step>& steps) {
    const bool locations_are_ascii = std::all_of(
        steps.begin(), steps.end(), [](const Step& step) { return is_ascii(step.level); });
    for (std::size_t i = 0; i < steps.size();) {
      std::size_t end = i + 1;
      if (is_new_handler(steps[i]))
        while (end < steps.size() && is_new_handler(steps[end]) &&
               steps[end].level == steps[i].level)
          ++end;
      // Each goes to the first place, so the last comes first.
      for (std::size_t k = end; k-- > i;) add(steps[k]);
      i = end;
    }
    const std::string commands = std::move(out_);
    out_.clear();
    head();
    if (too_long_) {
      line("echo A command is longer than cmd.exe takes. Use the PowerShell script instead. 1>&2");
      line("exit /b 1");
      return std::move(out_);
    }
    if (steps.empty()) {
      line("echo Nothing to change.");
      line("exit /b 0");
      return std::move(out_);
    }
    prepare(!locations_are_ascii);
    out_ += commands;
    tail();
    return std::move(out_);
  }

  std::string refuse() {
    head();
    line("echo The plan was refused: see its errors. Nothing is changed. 1>&2");
    line("exit /b 1");
    return std::move(out_);
  }

 private:
  static bool is_new_handler(const Step& step) {
    return step.action == Action::create && step.section == "handlers";
  }

  void line(std::string_view text = {}) { out_.append(text).append("\r\n"); }
  void comment(std::string_view text) {
    const auto question_mark = [](std::string_view) { return '?'; };
    line("rem " + in_ascii(comment_text(text, "%^&|<>\"!"), question_mark));
  }

  void head() {
    line("@echo off");
    for (const std::string& title : script_title(outcome_)) comment(title);
  }

  void prepare(bool needs_utf8) {
    comment("Run it once, from an elevated prompt. It makes a backup, and restores it when a");
    comment("command fails; a second run fails at the first element that is already there.");
    line("setlocal EnableExtensions DisableDelayedExpansion");
    if (needs_utf8) line("chcp 65001 >nul");
    line("set \"APPCMD=%windir%\\System32\\inetsrv\\appcmd.exe\"");
    comment("A 32-bit prompt finds the 64-bit appcmd.exe here.");
    line(
        "if exist \"%windir%\\Sysnative\\inetsrv\\appcmd.exe\" set "
        "\"APPCMD=%windir%\\Sysnative\\inetsrv\\appcmd.exe\"");
    line("if not exist \"%APPCMD%\" (");
    line("  echo appcmd.exe is not there: install IIS. 1>&2");
    line("  exit /b 1");
    line(")");
    line("set \"BACKUP=before-fcgi6to7-%RANDOM%-%RANDOM%\"");
    line("\"%APPCMD%\" add backup \"%BACKUP%\"");
    line("if errorlevel 1 (");
    line("  echo The backup failed, so nothing is changed. Run it from an elevated prompt. 1>&2");
    line("  exit /b 1");
    line(")");
  }

  void tail() {
    line();
    line("echo Done. Undo with: \"%APPCMD%\" restore backup \"%BACKUP%\"");
    line("exit /b 0");
    line();
    line(":failed");
    line("echo A command failed. The backup is restored. 1>&2");
    line("\"%APPCMD%\" restore backup \"%BACKUP%\" /stop:false");
    line("exit /b 1");
  }

  void add(const Step& step) {
    line();
    for (const std::string& text : step.comments) comment(text);
    switch (step.action) {
      case Action::set:
        command(step,
                appcmd_set(step.target.element.empty() ? "" : in_collection(step, step.target),
                           step.values.front().first, step.values.front().second));
        break;
      case Action::remove:
        command(step, remove(step, step.target));
        break;
      default:
        command(step, create(step));
    }
    if (!step.ahead.empty()) comment("These stand before it:");
    for (std::size_t i = step.ahead.size(); i-- > 0;) {
      command(step, remove(step, step.ahead[i]));
      command(step, at_start(step.ahead_values[i]));
    }
  }

  void command(const Step& step, const std::string& parameter) {
    constexpr std::string_view program = "appcmd.exe";
    const std::string text =
        appcmd_set_config(step.level, step.section, in_ascii(parameter, escape_units));
    const std::string written = "\"%APPCMD%\"" + for_batch(text.substr(program.size()));
    too_long_ = too_long_ || written.size() > longest_line;
    line(written);
    line("if errorlevel 1 goto failed");
  }

  const Outcome& outcome_;
  std::string out_;
  bool too_long_ = false;
};

}  // namespace

std::string appcmd_script(const Outcome& outcome) {
  const auto steps = steps_of(outcome);
  return steps ? Batch(outcome).write(steps->steps) : Batch(outcome).refuse();
}

}  // namespace fcgi6to7
