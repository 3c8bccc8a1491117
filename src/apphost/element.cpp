#include "apphost/element.hpp"

#include <algorithm>

namespace fcgi6to7 {

const Attribute* Element::find(std::string_view attribute) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const Attribute& a) { return a.name == attribute; });
  return found == attributes.end() ? nullptr : &*found;
}

std::string_view Element::value(std::string_view attribute, std::string_view absent) const {
  const Attribute* found = find(attribute);
  return found ? found->value : absent;
}

const Element* Element::child(std::string_view child_name) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const Element& e) { return e.name == child_name; });
  return found == children.end() ? nullptr : &*found;
}

}  // namespace fcgi6to7
