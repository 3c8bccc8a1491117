#include "check/section_rules.hpp"

#include <algorithm>

#include "apphost/element.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view access_flags[] = {
    "None",   "Read",          "Write",        "Execute",         "Source",
    "Script", "NoRemoteWrite", "NoRemoteRead", "NoRemoteExecute", "NoRemoteScript"};

AttributeRule text(std::string name, bool key = false, bool required = false) {
  AttributeRule rule;
  rule.name = std::move(name);
  rule.key = key;
  rule.required = required;
  return rule;
}

AttributeRule typed(std::string name, AttributeType type, bool required = false,
                    std::vector<std::string> choices = {}) {
  AttributeRule rule = text(std::move(name), false, required);
  rule.type = type;
  rule.choices = std::move(choices);
  return rule;
}

SectionRule fast_cgi(const TargetSchema& target) {
  SectionRule rule;
  rule.path = "system.webServer/fastCgi";
  rule.add = "application";
  rule.item = target.attributes;
  rule.nested = "environmentVariables";
  rule.nested_add = "environmentVariable";
  rule.nested_item = {text("name", true), text("value")};
  return rule;
}

SectionRule handlers() {
  SectionRule rule;
  rule.path = "system.webServer/handlers";
  rule.own = {text("accessPolicy")};
  rule.add = "add";
  rule.removes = true;
  rule.key_has_case = true;
  rule.item = {text("name", true, true),
               text("path", false, true),
               text("verb", false, true),
               text("type"),
               text("modules"),
               text("scriptProcessor"),
               typed("resourceType", AttributeType::choice, false,
                     {"File", "Directory", "Either", "Unspecified"}),
               typed("requireAccess", AttributeType::choice, false,
                     {"None", "Read", "Write", "Script", "Execute"}),
               typed("allowPathInfo", AttributeType::toggle),
               text("preCondition"),
               typed("responseBufferLimit", AttributeType::number)};
  return rule;
}

SectionRule restrictions() {
  SectionRule rule;
  rule.path = "system.webServer/security/isapiCgiRestriction";
  rule.own = {typed("notListedIsapisAllowed", AttributeType::toggle),
              typed("notListedCgisAllowed", AttributeType::toggle)};
  rule.add = "add";
  rule.removes = true;
  rule.item = {text("path", true, true), typed("allowed", AttributeType::toggle, true),
               text("groupId"), text("description")};
  return rule;
}

std::string refuse_flags(std::string_view value) {
  if (value.empty()) return {};
  std::size_t begin = 0;
  while (begin <= value.size()) {
    const std::size_t end = std::min(value.find(',', begin), value.size());
    const std::string_view flag = trim(value.substr(begin, end - begin));
    if (std::find(std::begin(access_flags), std::end(access_flags), flag) == std::end(access_flags))
      return "'" + std::string(flag) + "' is no access flag";
    begin = end + 1;
  }
  return {};
}

}  // namespace

std::string SectionRule::key_of(const Element& item_element) const {
  std::string key;
  for (const AttributeRule& rule : item) {
    if (!rule.key) continue;
    key += item_element.value(rule.name);
    key += '\n';
  }
  return key_has_case ? key : fold_case(key);
}

std::array<SectionRule, 3> section_rules(const TargetSchema& target) {
  return {fast_cgi(target), handlers(), restrictions()};
}

const AttributeRule* find_rule(const std::vector<AttributeRule>& rules, std::string_view name) {
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const AttributeRule& rule) { return rule.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

std::string refusal(const AttributeRule& rule, std::string_view value) {
  if (rule.name == "accessPolicy") return refuse_flags(value);
  if (rule.name == "verb") return {};  // it has to be there, but IIS takes an empty one
  return rule.refuses(value);
}

}  // namespace fcgi6to7
