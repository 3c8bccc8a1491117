#include "plan/values.hpp"

#include <algorithm>
#include <array>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

Remark wrong_type(std::string_view raw, std::string_view wanted) {
  return {Severity::error, "PLN008", "'" + std::string(raw) + "' is not " + std::string(wanted),
          "Correct the value, or remove the line to get the default"};
}

// What stands before an inline ';', for types that cannot hold one.
std::string_view before_comment(std::string_view raw, Converted& out) {
  const std::size_t semicolon = raw.find(';');
  if (semicolon == raw.npos) return raw;
  const std::string_view value = trim(raw.substr(0, semicolon));
  out.remarks.push_back(
      {Severity::warning, "PLN015",
       "text after ';' is no comment for IIS 6; read as '" + std::string(value) + "'",
       "Put the comment on a line of its own"});
  return value;
}

void drop_quotes(std::string& value, std::vector<Remark>& remarks) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return;
  if (value.find('"', 1) != value.size() - 1) {
    remarks.push_back({Severity::warning, "PLN012",
                       "quotes inside the value, so those around it are kept",
                       "Check what the program gets as its arguments"});
    return;
  }
  value = value.substr(1, value.size() - 2);
  remarks.push_back(
      {Severity::note, "PLN011", "the quotes around the value are dropped, as IIS 6 does", ""});
}

}  // namespace

bool has_variable(std::string_view text) {
  for (std::size_t open = text.find('%'); open != text.npos; open = text.find('%', open + 1)) {
    const std::size_t close = text.find('%', open + 1);
    if (close == text.npos) return false;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (!name.empty() && name.find_first_of(" \\/:;,\"") == name.npos) return true;
  }
  return false;
}

bool is_absolute(std::string_view path) {
  return (path.size() >= 2 && path[1] == ':') || path.starts_with('\\') || path.starts_with('%');
}

Converted read_number(std::string_view raw) {
  Converted out;
  const std::string_view value = before_comment(raw, out);
  if (value.empty()) {
    out.remarks.push_back(
        {Severity::warning, "PLN009", "no number; the default holds", "Remove the line"});
    return out;
  }
  const bool digits =
      std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) {
    out.remarks.push_back(wrong_type(value, "a whole number"));
    return out;
  }
  const auto number = decimal(value);
  if (!number || *number > 0xFFFFFFFFULL)
    out.remarks.push_back(wrong_type(value, "a number of 32 bits: it overflows"));
  else
    out.value = std::to_string(*number);
  return out;
}

Converted read_switch(std::string_view raw) {
  static constexpr std::array words = {std::pair{"true", true}, std::pair{"false", false},
                                       std::pair{"yes", true},  std::pair{"no", false},
                                       std::pair{"on", true},   std::pair{"off", false}};
  Converted out;
  const std::string_view value = before_comment(raw, out);
  if (value == "0" || value == "1") {
    out.value = value == "1" ? "true" : "false";
    return out;
  }
  for (const auto& [word, on] : words) {
    if (!equal_without_case(value, word)) continue;
    out.value = on ? "true" : "false";
    out.remarks.push_back({Severity::note, "PLN016",
                           "'" + std::string(value) + "' is read as " + (on ? "1" : "0") +
                               "; the documents know 0 and 1 only",
                           ""});
    return out;
  }
  out.remarks.push_back(wrong_type(value, "0 or 1"));
  return out;
}

Converted read_choice(std::string_view raw, const std::vector<std::string>& choices) {
  Converted out;
  const std::string_view value = before_comment(raw, out);
  std::string legal;
  for (const std::string& choice : choices) {
    if (equal_without_case(choice, value)) {
      out.value = choice;
      return out;
    }
    legal.append(legal.empty() ? "" : ", ").append(choice);
  }
  out.remarks.push_back(wrong_type(value, "one of " + legal));
  return out;
}

Converted read_text(std::string_view raw) {
  Converted out;
  out.value = std::string(raw);
  drop_quotes(*out.value, out.remarks);
  const std::size_t semicolon = out.value->find(';');
  if (semicolon != std::string::npos && semicolon > 0 && (*out.value)[semicolon - 1] == ' ')
    out.remarks.push_back({Severity::warning, "PLN014",
                           "text after ';' is part of the value, as it was on IIS 6",
                           "If it was meant as a comment, put it on a line of its own"});
  return out;
}

Converted read_path(std::string_view raw) {
  Converted out = read_text(raw);
  if (out.value->find('/') != std::string::npos) {
    std::replace(out.value->begin(), out.value->end(), '/', '\\');
    out.remarks.push_back({Severity::note, "PLN013", "slashes become backslashes", ""});
  }
  return out;
}

Converted read_file(std::string_view raw, std::string_view program) {
  Converted out = read_path(raw);
  if (!out.value->empty() && !is_absolute(*out.value)) {
    const std::size_t slash = program.rfind('\\');
    if (slash == program.npos) {
      out.remarks.push_back({Severity::error, "PLN008",
                             "a relative path, and ExePath names no folder",
                             "Write the whole path"});
      out.value.reset();
      return out;
    }
    *out.value = std::string(program.substr(0, slash + 1)) + *out.value;
    out.remarks.push_back(
        {Severity::note, "PLN018",
         "relative to the folder of ExePath; IIS 7 wants the whole path: " + *out.value, ""});
  }
  if (has_variable(*out.value))
    out.remarks.push_back({Severity::warning, "PLN017",
                           "IIS does not expand %VAR% in monitorChangesTo",
                           "Write the path itself, or the file will not be watched"});
  return out;
}

}  // namespace fcgi6to7
