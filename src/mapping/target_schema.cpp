#include "mapping/target_schema.hpp"

#include <algorithm>
#include <limits>
#include <pugixml.hpp>
#include <set>

#include "mapping/tables.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::string list_of(const std::vector<std::string>& choices) {
  std::string list;
  for (const std::string& choice : choices) list += (list.empty() ? "" : ", ") + choice;
  return list;
}

AttributeRule read_attribute(const pugi::xml_node& node) {
  AttributeRule rule;
  rule.name = node.attribute("name").value();
  const std::string type = node.attribute("type").as_string("string");
  if (type == "uint" || type == "int" || type == "int64") rule.type = AttributeType::number;
  if (type == "bool") rule.type = AttributeType::toggle;
  if (type == "enum") rule.type = AttributeType::choice;
  rule.key = node.attribute("isCombinedKey").as_bool() || node.attribute("isUniqueKey").as_bool();
  rule.required = node.attribute("required").as_bool();
  rule.expanded = node.attribute("expanded").as_bool();
  if (const auto value = node.attribute("defaultValue")) rule.default_value = value.value();
  for (const pugi::xml_node choice : node.children("enum"))
    rule.choices.emplace_back(choice.attribute("name").value());
  if (node.attribute("validationType").value() == std::string_view("integerRange")) {
    const auto bounds = split_list(node.attribute("validationParameter").value());
    if (bounds.size() == 2 && decimal(bounds[0]) && decimal(bounds[1]))
      rule.range = {*decimal(bounds[0]), *decimal(bounds[1])};
  }
  return rule;
}

}  // namespace

std::string AttributeRule::refuses(std::string_view value) const {
  switch (type) {
    case AttributeType::text:
      if (!fits_xml(value)) return "it holds a character that XML cannot";
      return required && !may_be_empty && value.empty() ? "it must not be empty" : "";
    case AttributeType::toggle:
      return value == "true" || value == "false" ? "" : "it must be true or false";
    case AttributeType::choice:
      if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
      return "it must be one of " + list_of(choices);
    case AttributeType::flags:
      for (const std::string& flag : split_list(value))
        if (std::find(choices.begin(), choices.end(), flag) == choices.end())
          return "'" + flag + "' is none of " + list_of(choices);
      return {};
    case AttributeType::number:
      break;
  }
  const auto number = decimal(value);
  const auto [low, high] = range.value_or(std::pair{0, std::numeric_limits<std::uint32_t>::max()});
  if (number && *number >= low && *number <= high) return {};
  return "it must be a number from " + std::to_string(low) + " to " + std::to_string(high);
}

const AttributeRule* TargetSchema::find(std::string_view attribute) const {
  const std::size_t at = order(attribute);
  return at < attributes.size() ? &attributes[at] : nullptr;
}

std::size_t TargetSchema::order(std::string_view attribute) const {
  return static_cast<std::size_t>(
      std::find_if(attributes.begin(), attributes.end(),
                   [&](const AttributeRule& rule) { return rule.name == attribute; }) -
      attributes.begin());
}

namespace {

// Every attribute has a name, and none stands twice: IIS would not load such a schema, and its
// attributes could not be told apart.
bool names_are_sound(const TargetSchema& schema) {
  std::set<std::string_view> names;
  return std::all_of(schema.attributes.begin(), schema.attributes.end(),
                     [&](const AttributeRule& rule) {
                       return !rule.name.empty() && names.insert(rule.name).second;
                     });
}

}  // namespace

std::optional<TargetSchema> read_iis_schema(const SourceText& xml, Diagnostics& diagnostics) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(xml.text().data(), xml.text().size(),
                                           pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    const auto at = static_cast<std::size_t>(parsed.offset);
    diagnostics.add(Severity::error, "MAP010", xml, {at, at},
                    std::string("the schema is not well-formed XML: ") + parsed.description(),
                    "Copy IIS_schema.xml from %windir%\\system32\\inetsrv\\config\\schema again");
    return std::nullopt;
  }
  TargetSchema schema;
  schema.version = "of " + xml.name();
  for (const pugi::xml_node section : document.child("configSchema").children("sectionSchema")) {
    if (section.attribute("name").value() != std::string_view("system.webServer/fastCgi")) continue;
    for (const pugi::xml_node node : section.child("collection").children("attribute"))
      schema.attributes.push_back(read_attribute(node));
  }
  if (schema.find("fullPath") && schema.find("arguments") && names_are_sound(schema)) return schema;
  diagnostics.add(
      Severity::error, "MAP011", xml.name(),
      "the schema does not describe system.webServer/fastCgi",
      "Pass the IIS_schema.xml of an IIS with the CGI role service, or choose --target");
  return std::nullopt;
}

}  // namespace fcgi6to7
