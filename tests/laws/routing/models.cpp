#include "laws/routing/models.hpp"

#include <algorithm>
#include <pugixml.hpp>

namespace fcgi6to7::test {
namespace {

// The folders from the site's root down to the request's.
std::vector<std::string> chain(const std::string& folder) {
  std::vector<std::string> folders = {""};
  for (std::size_t slash = folder.find('/', 1); !folder.empty();
       slash = folder.find('/', slash + 1)) {
    folders.push_back(folder.substr(0, slash));
    if (slash == std::string::npos) break;
  }
  return folders;
}

int bound_pool(const World& world, const std::string& extension, unsigned site,
               const std::string& application) {
  const auto find = [&](const std::string& wanted, unsigned id, const std::string& app) {
    for (const WorldBinding& binding : world.bindings)
      if (binding.extension == wanted && binding.site == id && binding.application == app)
        return binding.pool;
    return no_pool;
  };
  if (!application.empty())
    for (const std::string& name : {extension, std::string("*")})
      if (const int pool = find(name, site, application); pool != no_pool) return pool;
  for (const unsigned id : {site, 0U})
    for (const std::string& name : {extension, std::string("*")})
      if (const int pool = find(name, id, ""); pool != no_pool) return pool;
  return no_pool;
}

std::string application_of(const Request& request) {
  std::string application;
  for (const std::string& folder : chain(request.folder)) {
    const auto node = request.site->nodes.find(folder);
    if (node != request.site->nodes.end() && node->second.is_application)
      application = folder.empty() ? "/" : folder;
  }
  return application;
}

bool in_list(std::string_view list, std::string_view wanted) {
  while (true) {
    const std::size_t comma = list.find(',');
    std::string_view part = list.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (part == wanted) return true;
    if (comma == list.npos) return false;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

int iis6_pool(const World& world, const Request& request) {
  if (!request.site->in_metabase) return no_pool;
  const std::vector<WorldMap>* maps = world.service_maps ? &*world.service_maps : nullptr;
  unsigned access = 1 + 512;
  for (const std::string& folder : chain(request.folder)) {
    const auto node = request.site->nodes.find(folder);
    if (node == request.site->nodes.end()) continue;
    if (node->second.maps) maps = &*node->second.maps;
    if (node->second.access) access = *node->second.access;
  }
  if (!maps) return no_pool;
  const WorldMap* taken = nullptr;
  for (const WorldMap& map : *maps)
    if (map.extension == "*") taken = &map;
  for (const WorldMap& map : *maps)
    if (!taken && map.extension == request.extension) taken = &map;
  if (!taken || !taken->ours) return no_pool;
  if (!taken->verbs.empty() &&
      std::find(taken->verbs.begin(), taken->verbs.end(), request.verb) == taken->verbs.end())
    return no_pool;
  if (taken->checks_file && !request.file_exists) return no_pool;
  const bool as_script = taken->extension == "*" || taken->script;
  if ((access & (as_script ? 512U + 4U : 4U)) == 0) return no_pool;
  return bound_pool(world, request.extension, request.site->id, application_of(request));
}

int iis6_pool_by_types(const World& world, const Request& request) {
  // A folder that a binding names as an application was one on IIS 6, whatever the config has.
  std::string application = "/";
  for (const std::string& folder : chain(request.folder)) {
    const auto node = request.site->nodes.find(folder);
    const bool configured = node != request.site->nodes.end() && node->second.is_application;
    const bool bound =
        std::any_of(world.bindings.begin(), world.bindings.end(), [&](const WorldBinding& binding) {
          return binding.site == request.site->id && binding.application == folder;
        });
    if (!folder.empty() && (configured || bound)) application = folder;
  }
  const bool mapped =
      std::any_of(world.bindings.begin(), world.bindings.end(), [&](const WorldBinding& binding) {
        if (binding.extension != request.extension) return false;
        if (binding.site == 0) return true;
        return binding.site == request.site->id &&
               (binding.application.empty() || binding.application == application);
      });
  if (!mapped || !request.file_exists || request.verb == "PUT") return no_pool;
  return bound_pool(world, request.extension, request.site->id, application);
}

Iis7::Iis7(std::string_view config) {
  pugi::xml_document document;
  document.load_buffer(config.data(), config.size());
  const auto read = [&](const pugi::xml_node& parent, std::string level) {
    if (level == ".") level.clear();
    for (const pugi::xml_node group : parent.children("system.webServer"))
      for (const pugi::xml_node section : group.children("handlers")) {
        Level& entry = levels_[level];
        if (section.attribute("accessPolicy"))
          entry.policy = section.attribute("accessPolicy").value();
        for (const pugi::xml_node node : section.children())
          entry.entries.push_back({node.name(), node.attribute("name").value(),
                                   node.attribute("path").value(), node.attribute("verb").value(),
                                   node.attribute("modules").value(),
                                   node.attribute("scriptProcessor").value(),
                                   node.attribute("resourceType").as_string("Unspecified"),
                                   node.attribute("requireAccess").as_string("Script")});
      }
  };
  const pugi::xml_node root = document.child("configuration");
  read(root, "");
  for (const pugi::xml_node location : root.children("location"))
    read(location, location.attribute("path").value());
}

int Iis7::pool(const Request& request) const {
  std::vector<std::string> names = {""};
  for (const std::string& folder : chain(request.folder))
    names.push_back(request.site->name + folder);
  std::vector<Entry> list;
  std::string policy = "Read";
  for (const std::string& name : names) {
    const auto level = levels_.find(name);
    if (level == levels_.end()) continue;
    if (!level->second.policy.empty()) policy = level->second.policy;
    std::vector<Entry> own;
    for (const Entry& entry : level->second.entries) {
      const auto same = [&](const Entry& other) { return other.name == entry.name; };
      if (entry.kind == "clear") {
        own.clear();
        list.clear();
      } else if (entry.kind == "remove") {
        std::erase_if(own, same);
        std::erase_if(list, same);
      } else {
        own.push_back(entry);
      }
    }
    list.insert(list.begin(), own.begin(), own.end());
  }
  for (const Entry& entry : list) {
    const bool path =
        entry.path == "*" || (!request.extension.empty() && entry.path == "*." + request.extension);
    if (!path || !(in_list(entry.verb, "*") || in_list(entry.verb, request.verb))) continue;
    if (entry.modules != "FastCgiModule") return no_pool;
    if (entry.resource == "File" && !request.file_exists) return no_pool;
    if (!in_list(policy, entry.access)) return no_pool;
    return entry.processor.at(std::string("C:\\pool").size()) - '0';
  }
  return no_pool;
}

}  // namespace fcgi6to7::test
