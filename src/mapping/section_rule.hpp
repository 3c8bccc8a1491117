// What IIS takes in a section that is one collection, and what holds where the config is silent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/target_schema.hpp"

namespace fcgi6to7 {

/// A section of sections.ini: the same in every version of IIS.
struct SectionRule {
  std::string name;                 ///< "handlers"
  std::string path;                 ///< "system.webServer/handlers"
  std::vector<AttributeRule> own;   ///< attributes of the section, or of a part of it
  std::string add;                  ///< the element that adds an item; empty: not checked
  bool removes = false;             ///< whether it takes <remove> and <clear>
  bool key_has_case = false;        ///< keys are compared with case
  std::vector<AttributeRule> item;  ///< attributes of an item
  std::string nested, nested_add;   ///< the collection in an item; empty: none
  std::vector<AttributeRule> nested_item;
};

/// The rule of an attribute's name, or null.
const AttributeRule* find_rule(const std::vector<AttributeRule>& rules, std::string_view name);

/// fastCgi, whose attributes are the target's.
SectionRule fast_cgi_section(const TargetSchema& target);

}  // namespace fcgi6to7
