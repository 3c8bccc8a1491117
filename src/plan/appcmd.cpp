#include "plan/appcmd.hpp"

namespace fcgi6to7 {

std::string appcmd_value(std::string_view value) {
  std::string out;
  for (const char c : value) {
    switch (c) {
      case '\'':
        out += "%u0027";
        break;
      case '"':
        out += "%u0022";
        break;
      case '%':
        out += "%u0025";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string appcmd_set_handler(std::string_view location, std::string_view name,
                               std::string_view attribute, std::string_view value) {
  std::string line = "appcmd.exe set config ";
  if (!location.empty()) line += "\"" + appcmd_value(location) + "\" ";
  line += "/section:system.webServer/handlers \"/[name='" + appcmd_value(name) + "'].";
  return line.append(attribute)
      .append(":")
      .append(appcmd_value(value))
      .append("\" /commit:apphost");
}

std::string appcmd_add_handler(std::string_view location, std::string_view name,
                               std::string_view path, std::string_view full_path,
                               std::string_view arguments) {
  std::string line = "appcmd.exe set config ";
  if (!location.empty()) line += "\"" + appcmd_value(location) + "\" ";
  line += "/section:system.webServer/handlers /+\"[@start,name='" + appcmd_value(name) +
          "',path='" + appcmd_value(path);
  line +=
      "',verb='GET,HEAD,POST',modules='FastCgiModule',scriptProcessor='" + appcmd_value(full_path);
  if (!arguments.empty()) line += "|" + appcmd_value(arguments);
  return line + "',resourceType='File',requireAccess='Script']\" /commit:apphost";
}

}  // namespace fcgi6to7
