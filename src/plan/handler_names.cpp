#include "plan/handler_names.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {

HandlerNames::HandlerNames(const AppHost& host) {
  for (const Section& section : host.sections)
    if (section.name == "handlers")
      for (const Element& child : section.element.children)
        if (child.name == "add") taken_.insert(fold_case(child.value("name")));
}

bool HandlerNames::take(const std::string& name) {
  return taken_.insert(fold_case(name)).second;
}

std::string HandlerNames::make(std::string_view pool, std::string_view path, std::string_view level,
                               const std::string& site_id) {
  std::string name = "FastCGI-" + std::string(pool) + "-";
  name += path == "*" ? "any" : path.substr(2);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ' ' || c == '"' || c == '\''; }, '_');
  if (take(name)) return name;
  if (!site_id.empty()) {
    name += "-" + site_id;
    if (const std::size_t slash = level.find('/'); slash != level.npos)
      name.append("-").append(level.substr(slash + 1));
    std::replace(name.begin(), name.end(), '/', '-');
    if (take(name)) return name;
  }
  for (int& number = last_number_.try_emplace(fold_case(name), 1).first->second;;)
    if (const std::string numbered = name + "-" + std::to_string(++number); take(numbered))
      return numbered;
}

}  // namespace fcgi6to7
