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
      if (child.name == "location")
        for (const Element& group : child.children)
          read_group(group, location_level(child.value("path")));
      else
        read_group(child, "");
    }
    return std::move(model_);
  }

 private:
  void read_group(const Element& group, const std::string& level) {
    if (group.name == "system.webServer") read_sections(group, "", level);
    if (group.name != "system.applicationHost" || !level.empty()) return;
    for (const Element& section : group.children) {
      if (section.name == "applicationPools") read_pools(section);
      if (section.name == "sites") read_sites(section);
    }
  }

  // Groups of sections hold no attributes; one level of them is all that system.webServer has.
  void read_sections(const Element& group, const std::string& prefix, const std::string& level) {
    for (const Element& section : group.children) {
      model_.sections[prefix + std::string(section.name)].push_back({level, &section});
      const bool is_group = section.name == "security" || section.name == "tracing";
      if (is_group && prefix.empty())
        read_sections(section, std::string(section.name) + "/", level);
      if (section.name == "authentication")
        read_sections(section, prefix + "authentication/", level);
    }
  }

  void read_pools(const Element& section) {
    model_.has_pools = true;
    for (const Element& pool : section.children)
      if (pool.name == "add") model_.pools.insert(fold_case(pool.value("name")));
  }

  void read_sites(const Element& section) {
    const Element* site_defaults = section.child("siteDefaults");
    const Element* defaults = section.child("applicationDefaults");
    const std::string_view starts =
        site_defaults ? site_defaults->value("serverAutoStart", "true") : "true";
    const std::string_view pool = defaults ? defaults->value("applicationPool") : "";
    for (const Element& site : section.children)
      if (site.name == "site" && !is_transform(site)) read_site(site, starts, pool);
  }

  void read_site(const Element& at, std::string_view starts, std::string_view default_pool) {
    WebSite site;
    site.name = at.value("name");
    site.id = at.value("id");
    site.starts_by_itself = at.value("serverAutoStart", starts) != "false";
    site.at = &at;
    const Element* own = at.child("applicationDefaults");
    if (own) default_pool = own->value("applicationPool", default_pool);
    for (const Element& child : at.children) {
      if (child.name == "application")
        site.applications.push_back({std::string(child.value("path")),
                                     std::string(child.value("applicationPool", default_pool)),
                                     &child});
      if (child.name == "bindings")
        for (const Element& binding : child.children)
          if (binding.name == "binding") site.bindings.push_back(&binding);
    }
    model_.sites.push_back(std::move(site));
  }

  ServerModel model_;
};

}  // namespace

const std::vector<LevelSection>& ServerModel::find(std::string_view section) const {
  static const std::vector<LevelSection> none;
  const auto found = sections.find(section);
  return found == sections.end() ? none : found->second;
}

ServerModel model_server(const Element& root) {
  return Builder().build(root);
}

bool has_module(const Element& handler, std::string_view module) {
  std::string_view modules = handler.value("modules");
  while (!modules.empty()) {
    const std::size_t comma = std::min(modules.find(','), modules.size());
    if (equal_without_case(trim(modules.substr(0, comma)), module)) return true;
    modules.remove_prefix(std::min(comma + 1, modules.size()));
  }
  return false;
}

}  // namespace fcgi6to7
