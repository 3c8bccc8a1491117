#include "check/server_model.hpp"

#include <algorithm>

#include "check/verify.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// An element of an XDT transform is an instruction, not a site.
bool is_transform(const Element& element) {
  return std::any_of(element.attributes.begin(), element.attributes.end(),
                     [](const Attribute& a) { return a.name.starts_with("xdt:"); });
}

class Builder {
 public:
  ServerModel build(const Element& root) {
    for (const Element& child : root.children) {
      if (child.name != "location") {
        read_group(child, "", false);
        continue;
      }
      const std::string level = location_level(child.value("path"));
      const bool is_closed = child.value("inheritInChildApplications") == "false";
      for (const Element& group : child.children) read_group(group, level, is_closed);
    }
    model_.lacks_fast_cgi_module = !model_.find("globalModules").empty() &&
                                   !(lists_fast_cgi("globalModules") && lists_fast_cgi("modules"));
    return finish();
  }

  ServerModel build(const AppHost& host) {
    for (const Element& section : host.surroundings.of_server) read_server_section(section);
    for (const auto* sections : {&host.sections, &host.surroundings.sections})
      for (const Section& section : *sections)
        add(section.name, {section.level, &section.element},
            section.location && !host.locations[*section.location].inherits_to_children);
    model_.lacks_fast_cgi_module =
        host.lists_modules && !(host.registers_fast_cgi && host.runs_fast_cgi);
    return finish();
  }

 private:
  ServerModel finish() {
    // Of one section or of two, in any order.
    for (WebSite& site : model_.sites)
      for (WebApplication& application : site.applications)
        application.worker = model_.find_pool(application.pool);
    for (const LevelSection& section : model_.find("handlers"))
      for (const Element& child : section.at->children)
        if (child.name == "add" && has_module(child, "FastCgiModule"))
          model_.fast_cgi_handlers.push_back({section.level, section.at, &child});
    return std::move(model_);
  }

  bool lists_fast_cgi(std::string_view section_name) const {
    for (const LevelSection& section : model_.find(section_name))
      for (const Element& child : section.at->children)
        if (child.name == "add" && equal_without_case(child.value("name"), "FastCgiModule"))
          return true;
    return false;
  }

  void add(const std::string& name, LevelSection section, bool is_closed) {
    if (is_closed && name == "handlers") model_.closed_handlers.push_back(section);
    model_.sections[name].push_back(std::move(section));
  }

  void read_group(const Element& group, const std::string& level, bool is_closed) {
    if (group.name == "system.webServer") read_sections(group, "", level, is_closed);
    if (group.name != "system.applicationHost" || !level.empty()) return;
    for (const Element& section : group.children) read_server_section(section);
  }

  void read_server_section(const Element& section) {
    if (section.name == "applicationPools") read_pools(section);
    if (section.name == "sites") read_sites(section);
  }

  // Groups of sections hold no attributes; one level of them is all that system.webServer has.
  void read_sections(const Element& group, const std::string& prefix, const std::string& level,
                     bool is_closed) {
    for (const Element& section : group.children) {
      const std::string name = prefix + std::string(section.name);
      add(name, {level, &section}, is_closed);
      if (name == "security" || name == "tracing" || name == "security/authentication")
        read_sections(section, name + "/", level, is_closed);
    }
  }

  void read_pools(const Element& section) {
    model_.pools_at = &section;
    const Element* defaults = section.child("applicationPoolDefaults");
    for (const Element& at : section.children)
      if (at.name == "add") read_pool(at, defaults);
  }

  void read_pool(const Element& at, const Element* defaults) {
    WorkerPool pool;
    pool.name = at.value("name");
    pool.at = &at;
    const Element* process = at.child("processModel");
    const Element* usual = defaults ? defaults->child("processModel") : nullptr;
    const auto own_or_usual = [](const Element* own, const Element* other, std::string_view name) {
      return std::string(own && own->find(name) ? own->value(name)
                         : other                ? other->value(name)
                                                : std::string_view());
    };
    pool.is_32bit = own_or_usual(&at, defaults, "enable32BitAppOnWin64") == "true";
    pool.identity_type = own_or_usual(process, usual, "identityType");
    pool.user = own_or_usual(process, usual, "userName");
    model_.pools.emplace(fold_case(pool.name), std::move(pool));
  }

  void read_sites(const Element& section) {
    const Element* site_defaults = section.child("siteDefaults");
    const Element* defaults = section.child("applicationDefaults");
    const std::string_view starts =
        site_defaults ? site_defaults->value("serverAutoStart", "true") : "true";
    const std::string_view pool = defaults ? defaults->value("applicationPool") : "";
    const Element* directories = section.child("virtualDirectoryDefaults");
    const std::string_view folder = directories ? directories->value("physicalPath") : "";
    for (const Element& site : section.children)
      if (site.name == "site" && !is_transform(site)) read_site(site, starts, pool, folder);
  }

  void read_site(const Element& at, std::string_view starts, std::string_view default_pool,
                 std::string_view folder) {
    WebSite site;
    site.name = at.value("name");
    site.key = fold_case(site.name);
    site.id = at.value("id");
    site.starts_by_itself = at.value("serverAutoStart", starts) != "false";
    site.at = &at;
    const Element* own = at.child("applicationDefaults");
    if (own) default_pool = own->value("applicationPool", default_pool);
    if (const Element* directories = at.child("virtualDirectoryDefaults"))
      folder = directories->value("physicalPath", folder);
    for (const Element& child : at.children) {
      if (child.name == "application") read_application(child, default_pool, folder, site);
      if (child.name == "bindings")
        for (const Element& binding : child.children)
          if (binding.name == "binding") site.bindings.push_back(&binding);
    }
    model_.sites.push_back(std::move(site));
  }

  static void read_application(const Element& at, std::string_view default_pool,
                               std::string_view folder, WebSite& site) {
    WebApplication application;
    application.path = at.value("path");
    application.pool = at.value("applicationPool", default_pool);
    application.at = &at;
    if (const Element* directories = at.child("virtualDirectoryDefaults"))
      folder = directories->value("physicalPath", folder);
    for (const Element& child : at.children)
      if (child.name == "virtualDirectory")
        application.directories.push_back({std::string(child.value("path")),
                                           std::string(child.value("physicalPath", folder)),
                                           &child});
    site.applications.push_back(std::move(application));
  }

  ServerModel model_;
};

}  // namespace

const std::vector<LevelSection>& ServerModel::find(std::string_view section) const {
  static const std::vector<LevelSection> none;
  const auto found = sections.find(section);
  return found == sections.end() ? none : found->second;
}

const WorkerPool* ServerModel::find_pool(std::string_view name) const {
  const auto found = pools.find(fold_case(name));
  return found == pools.end() ? nullptr : &found->second;
}

std::string_view site_of_level(std::string_view level) {
  return level.substr(0, level.find('/'));
}

SectionLevels::SectionLevels(const ServerModel& server, std::string_view section) {
  for (const LevelSection& found : server.find(section))
    levels_.emplace(fold_case(found.level), found.at);
}

std::vector<const Element*> SectionLevels::all(std::string_view level_name) const {
  std::vector<const Element*> found;
  if (levels_.empty()) return found;
  std::string level = fold_case(level_name);
  while (true) {
    if (const auto at = levels_.find(level); at != levels_.end()) found.push_back(at->second);
    if (level.empty()) return found;
    const std::size_t slash = level.rfind('/');
    level.resize(slash == level.npos ? 0 : slash);
  }
}

const Attribute* SectionLevels::find(std::string_view level, std::string_view attribute,
                                     std::string_view child) const {
  for (const Element* section : all(level)) {
    const Element* holder = child.empty() ? section : section->child(child);
    if (const Attribute* found = holder ? holder->find(attribute) : nullptr) return found;
  }
  return nullptr;
}

ServerModel model_server(const Element& root) {
  return Builder().build(root);
}

ServerModel model_server(const AppHost& host) {
  return Builder().build(host);
}

std::string vdir_name(const WebSite& site, const WebApplication& application,
                      const WebDirectory& directory) {
  const std::string_view path = directory.path;
  return site.name + application.path + (application.path.ends_with('/') ? "" : "/") +
         std::string(path.substr(path.starts_with('/') ? 1 : 0));
}

bool has_module(const Element& handler, std::string_view module) {
  std::string_view modules = handler.value("modules");
  if (modules.size() == module.size()) return equal_without_case(modules, module);
  while (!modules.empty()) {
    const std::size_t comma = std::min(modules.find(','), modules.size());
    if (equal_without_case(trim(modules.substr(0, comma)), module)) return true;
    modules.remove_prefix(std::min(comma + 1, modules.size()));
  }
  return false;
}

}  // namespace fcgi6to7
