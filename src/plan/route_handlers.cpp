#include "plan/route_handlers.hpp"

#include "text/letters.hpp"

namespace fcgi6to7 {

std::string RouteHandlers::processor_of(const Route& route) const {
  const Element* existing = applications_.find(route.pool->full_path, route.pool->arguments);
  const std::string program(existing ? existing->value("fullPath") : route.pool->full_path);
  const std::string arguments(existing ? existing->value("arguments") : route.pool->arguments);
  return arguments.empty() ? program : program + "|" + arguments;
}

Handler RouteHandlers::to_handler(const Route& route) const {
  Handler handler;
  handler.path = route.path;
  handler.verb = route.verb;
  handler.modules = "FastCgiModule";
  handler.processor = processor_of(route);
  handler.resource_type = route.resource_type;
  handler.require_access = route.require_access;
  handler.allow_path_info = route.allow_path_info;
  handler.planned = handler.created = true;
  return handler;
}

std::vector<std::pair<std::string, std::string>> RouteHandlers::attributes_of(
    const Route& route, const std::string& name) const {
  std::vector<std::pair<std::string, std::string>> attributes = {
      {"name", name},
      {"path", route.path},
      {"verb", route.verb},
      {"modules", "FastCgiModule"},
      {"scriptProcessor", processor_of(route)},
      {"resourceType", route.resource_type},
      {"requireAccess", route.require_access}};
  if (route.allow_path_info) attributes.emplace_back("allowPathInfo", "true");
  if (route.named->response_buffer_limit)
    attributes.emplace_back(buffer_limit, route.named->response_buffer_limit->value);
  return attributes;
}

bool RouteHandlers::leads_to_pool(const Handler& handler, const Route& route) const {
  return handler.is_fast_cgi() && equal_without_case(handler.processor, processor_of(route));
}

bool RouteHandlers::fits(const Handler& handler, const Route& route) const {
  return leads_to_pool(handler, route) && handler.resource_type == route.resource_type &&
         handler.require_access == route.require_access &&
         handler.allow_path_info == route.allow_path_info &&
         (!handler.created || to_handler(route).has_all_verbs_of(handler));
}

Handler* RouteHandlers::taker(const EffectiveHandlers& handlers, const Route& route) {
  const std::string file = route.path == "*" ? "fcgi6to7" : "fcgi6to7" + route.path.substr(1);
  Handler* only = nullptr;
  std::string verbs = route.verb == "*" ? "GET,HEAD,POST,PUT,DELETE" : route.verb;
  while (!verbs.empty()) {
    const std::size_t comma = verbs.find(',');
    Handler* first = handlers.first(file, trim(std::string_view(verbs).substr(0, comma)));
    if (!first || (only && first != only)) return nullptr;
    only = first;
    verbs.erase(0, comma == std::string::npos ? verbs.size() : comma + 1);
  }
  return only;
}

}  // namespace fcgi6to7
