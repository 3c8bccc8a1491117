#include "mapping/section_rule.hpp"

#include <algorithm>

namespace fcgi6to7 {

const AttributeRule* find_rule(const std::vector<AttributeRule>& rules, std::string_view name) {
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const AttributeRule& rule) { return rule.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

SectionRule fast_cgi_section(const TargetSchema& target) {
  SectionRule rule;
  rule.name = "fastCgi";
  rule.path = "system.webServer/fastCgi";
  rule.add = "application";
  rule.item = target.attributes;
  rule.nested = "environmentVariables";
  rule.nested_add = "environmentVariable";
  AttributeRule name, value;
  name.name = "name";
  name.key = true;
  value.name = "value";
  rule.nested_item = {name, value};
  return rule;
}

}  // namespace fcgi6to7
