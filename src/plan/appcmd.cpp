#include "plan/appcmd.hpp"

namespace fcgi6to7 {
namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20;
}

// The %uXXXX of an ASCII character.
std::string escape(char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto code = static_cast<unsigned char>(c);
  return std::string("%u00") + digits[code >> 4] + digits[code & 15];
}

std::string escape_all(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (is_control(c) || special.find(c) != special.npos)
      out += escape(c);
    else
      out += c;
  }
  return out;
}

// Locations stand in double quotes alone, and an apostrophe is a letter of a site's name.
std::string location_argument(std::string_view location) {
  return "\"" + escape_all(location, "\"") + "\" ";
}

}  // namespace

std::string appcmd_value(std::string_view value) {
  return escape_all(value, "'\"%");
}

std::string appcmd_element(const AttributeValues& attributes) {
  std::string out = "[";
  for (const auto& [name, value] : attributes) {
    if (out.size() > 1) out += ",";
    out.append(name).append("='").append(appcmd_value(value)).append("'");
  }
  return out + "]";
}

std::string appcmd_set(std::string_view path, std::string_view attribute, std::string_view value) {
  std::string out = "\"/";
  if (!path.empty()) out.append(path).append(".");
  out.append(attribute).append(":").append(appcmd_value(value));
  if (out.ends_with('\\')) out.replace(out.size() - 1, 1, escape('\\'));
  return out + "\"";
}

std::string appcmd_remove(std::string_view path, const AttributeValues& key) {
  return "\"/-" + std::string(path) + (path.empty() ? "" : ".") + appcmd_element(key) + "\"";
}

std::string appcmd_add(std::string_view path, const AttributeValues& attributes) {
  return "\"/+" + std::string(path) + (path.empty() ? "" : ".") + appcmd_element(attributes) + "\"";
}

std::string appcmd_set_object(std::string_view object, std::string_view name,
                              std::string_view parameter) {
  return "appcmd.exe set " + std::string(object) + " " + location_argument(name) +
         std::string(parameter);
}

std::string appcmd_set_config(std::string_view location, std::string_view section,
                              std::string_view parameter) {
  std::string line = "appcmd.exe set config ";
  if (!location.empty()) line += location_argument(location);
  return line.append("/section:system.webServer/")
      .append(section)
      .append(" ")
      .append(parameter)
      .append(" /commit:apphost");
}

std::string appcmd_set_handler(std::string_view location, std::string_view name,
                               std::string_view attribute, std::string_view value) {
  return appcmd_set_config(
      location, "handlers",
      appcmd_set(appcmd_element({{"name", std::string(name)}}), attribute, value));
}

std::string appcmd_add_handler(std::string_view location, std::string_view name,
                               std::string_view path, std::string_view full_path,
                               std::string_view arguments) {
  std::string processor(full_path);
  if (!arguments.empty()) processor.append("|").append(arguments);
  std::string element = appcmd_element({{"name", std::string(name)},
                                        {"path", std::string(path)},
                                        {"verb", "GET,HEAD,POST"},
                                        {"modules", "FastCgiModule"},
                                        {"scriptProcessor", processor},
                                        {"resourceType", "File"},
                                        {"requireAccess", "Script"}});
  element.insert(1, "@start,");
  return appcmd_set_config(location, "handlers", "/+\"" + element + "\"");
}

}  // namespace fcgi6to7
