#include "plan/path_rules.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view starters = ";= \t\"'";
constexpr std::string_view enders = "\\/;,= \t\"'";

bool ends_there(std::string_view text, std::size_t end, const std::string& from) {
  return end == text.size() || from.ends_with('\\') || enders.find(text[end]) != enders.npos;
}

const PathReplacement* rule_at(std::string_view text, std::size_t at,
                               const std::vector<PathReplacement>& rules) {
  const PathReplacement* longest = nullptr;
  for (const PathReplacement& rule : rules) {
    if (rule.from.empty() || (longest && longest->from.size() >= rule.from.size())) continue;
    if (starts_with_without_case(text.substr(at), rule.from) &&
        ends_there(text, at + rule.from.size(), rule.from))
      longest = &rule;
  }
  return longest;
}

}  // namespace

ReplacedText replace_paths(std::string_view text, const std::vector<PathReplacement>& rules) {
  ReplacedText out;
  if (rules.empty()) return {std::string(text), {}};
  for (std::size_t at = 0; at < text.size();) {
    const bool path_starts = at == 0 || starters.find(text[at - 1]) != starters.npos;
    const PathReplacement* rule = path_starts ? rule_at(text, at, rules) : nullptr;
    if (!rule) {
      out.text += text[at++];
      continue;
    }
    out.text += rule->to;
    at += rule->from.size();
    const std::string use = rule->from + " -> " + rule->to;
    if (std::find(out.used.begin(), out.used.end(), use) == out.used.end()) out.used.push_back(use);
  }
  return out;
}

}  // namespace fcgi6to7
