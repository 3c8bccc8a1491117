#include "mapping/mapping.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

template <typename Rows, typename Predicate>
auto find_row(const Rows& rows, Predicate matches) -> decltype(rows.data()) {
  const auto found = std::find_if(rows.begin(), rows.end(), matches);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_string(SourceVersion version) {
  return version == SourceVersion::v1_5 ? "1.5" : "1.0";
}

const std::optional<std::string>& SettingRule::default_in(SourceVersion version) const {
  return version == SourceVersion::v1_5 ? default_1_5 : default_1_0;
}

const SettingRule* Mapping::find_setting(std::string_view name) const {
  return find_row(settings, [&](const SettingRule& r) { return equal_without_case(r.name, name); });
}

std::vector<std::string_view> Mapping::setting_names() const {
  std::vector<std::string_view> names;
  for (const SettingRule& rule : settings) names.push_back(rule.name);
  return names;
}

const TargetSchema* Mapping::find_target(std::string_view version) const {
  return find_row(targets, [&](const TargetSchema& t) { return t.version == version; });
}

const Engine* Mapping::find_engine(std::string_view path) const {
  const std::size_t slash = path.find_last_of("\\/");
  const std::string_view program = slash == path.npos ? path : path.substr(slash + 1);
  return find_row(engines, [&](const Engine& e) { return equal_without_case(e.program, program); });
}

const Explanation* Mapping::find_explanation(std::string_view code) const {
  return find_row(explanations,
                  [&](const Explanation& e) { return equal_without_case(e.code, code); });
}

const SectionRule* Mapping::find_section(std::string_view name) const {
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const SectionRule& rule) { return rule.name == name; });
  return found == sections.end() ? nullptr : &*found;
}

std::string_view Mapping::section_default(std::string_view section,
                                          std::string_view attribute) const {
  const SectionRule* rule = find_section(section);
  if (!rule) return {};
  for (const auto* rules : {&rule->own, &rule->item})
    if (const AttributeRule* found = find_rule(*rules, attribute); found && found->default_value)
      return *found->default_value;
  return {};
}

}  // namespace fcgi6to7
