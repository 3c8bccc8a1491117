// What IIS takes in the three sections that FastCGI needs: fastCgi, handlers, isapiCgiRestriction.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/target_schema.hpp"

namespace fcgi6to7 {

/// A section that is one collection. handlers and isapiCgiRestriction are the same in the
/// IIS_schema.xml of 7.0, 7.5, 8.0, 8.5 and 10.0; fastCgi is the target's.
struct SectionRule {
  std::string path;                 ///< "system.webServer/handlers"
  std::vector<AttributeRule> own;   ///< attributes of the section
  std::string add;                  ///< the element that adds an item
  bool removes = false;             ///< whether it takes <remove> and <clear>
  bool key_has_case = false;        ///< keys are compared with case
  std::vector<AttributeRule> item;  ///< attributes of an item
  std::string nested, nested_add;   ///< the collection in an item; empty: none
  std::vector<AttributeRule> nested_item;

  /// The key of an item: its key attributes, folded unless case counts.
  std::string key_of(const struct Element& item_element) const;
};

std::array<SectionRule, 3> section_rules(const TargetSchema& target);

/// The rule of an attribute's name, or null.
const AttributeRule* find_rule(const std::vector<AttributeRule>& rules, std::string_view name);

/// Why IIS would refuse a value; empty when it would take it.
std::string refusal(const AttributeRule& rule, std::string_view value);

}  // namespace fcgi6to7
