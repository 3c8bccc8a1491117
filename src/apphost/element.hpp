// An element of the config that may change: decoded values, and where each stands in the bytes.
#pragma once

#include <string_view>
#include <vector>

#include "apphost/outline.hpp"

namespace fcgi6to7 {

struct Attribute {
  std::string_view name;
  std::string_view value;  ///< decoded
  Span value_at;           ///< between its quotes, as it stands
};

/// Names and values are views: of the text that was read, or (decoded values) of its AppHost.
struct Element {
  std::string_view name;
  Tag tag;
  std::vector<Attribute> attributes;
  std::vector<Element> children;  ///< elements only

  const Attribute* find(std::string_view attribute) const;
  /// An attribute's value, or `absent` when it is not there.
  std::string_view value(std::string_view attribute, std::string_view absent = {}) const;
  const Element* child(std::string_view child_name) const;
};

}  // namespace fcgi6to7
