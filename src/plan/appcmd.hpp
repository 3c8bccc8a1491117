// The grammar of appcmd.exe: values with its escapes, elements of collections, whole commands.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fcgi6to7 {

/// Attributes of an element: name and value (not escaped).
using AttributeValues = std::vector<std::pair<std::string, std::string>>;

/// A value as it stands between single quotes on an appcmd command line: quotes, percent signs and
/// control characters as %uXXXX.
std::string appcmd_value(std::string_view value);

/// An element of a collection: "[name='PHP',path='*.php']".
std::string appcmd_element(const AttributeValues& attributes);

/// The parameter that sets an attribute: "/PATH.attribute:value", in double quotes; without a path
/// the attribute is the section's own. A last backslash is escaped, as it would escape the quote.
std::string appcmd_set(std::string_view path, std::string_view attribute, std::string_view value);

/// The command that changes a section at a location ("" is the server) with one parameter.
std::string appcmd_set_config(std::string_view location, std::string_view section,
                              std::string_view parameter);

/// The parameter that removes an element of a collection: "/-[name='PHP']", in double quotes;
/// the path is empty for the section's own collection, else "hiddenSegments".
std::string appcmd_remove(std::string_view path, const AttributeValues& key);
/// Likewise adds one: "/+[name='PHP',…]".
std::string appcmd_add(std::string_view path, const AttributeValues& attributes);

/// The command that sets properties of an object: appcmd.exe set apppool "Shop" PARAMETER.
std::string appcmd_set_object(std::string_view object, std::string_view name,
                              std::string_view parameter);

/// The command that sets an attribute of a handler mapping at a location.
std::string appcmd_set_handler(std::string_view location, std::string_view name,
                               std::string_view attribute, std::string_view value);

/// The command that puts a FastCGI handler mapping first at a location ("" is the server).
std::string appcmd_add_handler(std::string_view location, std::string_view name,
                               std::string_view path, std::string_view full_path,
                               std::string_view arguments);

}  // namespace fcgi6to7
