// What a version of IIS takes in system.webServer/fastCgi: attributes, types, ranges, defaults.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

enum class AttributeType { text, number, toggle, choice, flags };

struct AttributeRule {
  std::string name;
  AttributeType type = AttributeType::text;
  bool key = false;
  bool required = false;
  bool may_be_empty = false;  ///< where it is required
  bool expanded = false;      ///< IIS replaces %VAR% in it
  std::optional<std::pair<std::uint64_t, std::uint64_t>> range;
  std::vector<std::string> choices;
  std::optional<std::string> default_value;
  std::vector<std::string> usual;  ///< in the collection that it names, as IIS is installed

  /// Why IIS would refuse the value; empty when it would take it.
  std::string refuses(std::string_view value) const;

  friend bool operator==(const AttributeRule&, const AttributeRule&) = default;
};

/// The attributes of <application>, in schema order.
struct TargetSchema {
  std::string version;  ///< "8.5", or the name of the schema file
  std::vector<AttributeRule> attributes;

  const AttributeRule* find(std::string_view attribute) const;
  /// Position in schema order; past the end for an unknown name.
  std::size_t order(std::string_view attribute) const;
};

/// Reads a server's own IIS_schema.xml. Nothing, with an error, when it is not one.
std::optional<TargetSchema> read_iis_schema(const SourceText& xml, Diagnostics& diagnostics);

}  // namespace fcgi6to7
