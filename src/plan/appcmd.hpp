// Lines for appcmd.exe, with the escapes that it wants.
#pragma once

#include <string>
#include <string_view>

namespace fcgi6to7 {

/// A value as it stands between single quotes on an appcmd command line: quotes and percent signs
/// as %uXXXX.
std::string appcmd_value(std::string_view value);

/// The command that sets an attribute of a handler mapping at a location.
std::string appcmd_set_handler(std::string_view location, std::string_view name,
                               std::string_view attribute, std::string_view value);

/// The command that puts a FastCGI handler mapping first at a location ("" is the server).
std::string appcmd_add_handler(std::string_view location, std::string_view name,
                               std::string_view path, std::string_view full_path,
                               std::string_view arguments);

}  // namespace fcgi6to7
