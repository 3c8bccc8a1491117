#include "metabase/script_map.hpp"

#include <algorithm>
#include <limits>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// Cuts the next field off: up to a comma that stands in no quotes. Nothing left: nullopt.
std::optional<std::string_view> next_field(std::optional<std::string_view>& rest) {
  if (!rest) return std::nullopt;
  bool quoted = false;
  std::size_t comma = 0;
  for (; comma < rest->size(); ++comma) {
    const char c = (*rest)[comma];
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) break;
  }
  const std::string_view field = trim(rest->substr(0, comma));
  if (comma == rest->size()) {
    rest.reset();
  } else {
    rest->remove_prefix(comma + 1);
  }
  return field;
}

std::string_view without_quotes(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = trim(text.substr(1, text.size() - 2));
  return text;
}

bool is_capital_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 9110: a token.
bool is_token_letter(char c) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return is_capital_or_digit(c) || (c >= 'a' && c <= 'z') ||
         others.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_letter);
}

// "Alle", "Tous" and "Todos" are tokens too, but no method is written in small letters.
bool is_written_as_a_method(std::string_view text) {
  return is_token(text) && !equal_without_case(text, "All") &&
         std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// False: a field is no verb.
bool read_verbs(std::optional<std::string_view> rest, ScriptMap& map) {
  bool every_verb = false;
  while (const auto field = next_field(rest)) {
    if (field->empty()) continue;
    if (is_wildcard(map) && !is_written_as_a_method(*field)) every_verb = true;
    if (!is_wildcard(map) && !is_token(*field)) return false;
    map.verbs.emplace_back(*field);
  }
  if (every_verb) map.verbs.clear();
  return true;
}

}  // namespace

ScriptMapResult parse_script_map(std::string_view line) {
  std::optional<std::string_view> rest = line;
  const auto extension = next_field(rest);
  const auto processor = next_field(rest);
  const auto flags = next_field(rest);
  if (!extension || (*extension != "*" && (extension->size() < 2 || extension->front() != '.')))
    return {std::nullopt, "it does not begin with an extension like .php or with *"};
  if (!processor || without_quotes(*processor).empty())
    return {std::nullopt, "it names no program after the extension"};
  const auto number = flags ? decimal(*flags) : std::nullopt;
  if (!number || *number > std::numeric_limits<unsigned>::max())
    return {std::nullopt, "its third field is not the number of its flags"};

  ScriptMap map{std::string(*extension),
                std::string(without_quotes(*processor)),
                static_cast<unsigned>(*number),
                {}};
  if (!read_verbs(rest, map))
    return {std::nullopt, "one of its verbs is no HTTP method, as if lines had been joined"};
  return {std::move(map), {}};
}

bool names_fcgiext(std::string_view path) {
  path = without_quotes(trim(path));
  const auto slash = path.find_last_of("\\/");
  const auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  return equal_without_case(name, "fcgiext.dll");
}

bool is_fcgiext(const ScriptMap& map) {
  return names_fcgiext(map.processor);
}

bool is_wildcard(const ScriptMap& map) {
  return map.extension == "*";
}

bool takes_verb(const ScriptMap& map, std::string_view verb) {
  return map.verbs.empty() ||
         std::find(map.verbs.begin(), map.verbs.end(), verb) != map.verbs.end();
}

}  // namespace fcgi6to7
