// Routes from [Types] and the script maps of MetaBase.xml: what reached which pool at every node.
#include <algorithm>
#include <map>
#include <set>

#include "plan/routes.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view any = "*";

// What makes two routes one handler mapping.
std::string identity(const Route& route) {
  return fold_case(route.path) + "\n" + route.verb + "\n" + route.resource_type + "\n" +
         route.require_access + "\n" + (route.allow_path_info ? "1" : "0") + "\n" +
         fold_case(route.pool->full_path) + "|" + fold_case(route.pool->arguments);
}

std::string joined(const std::vector<std::string>& verbs) {
  std::string list;
  for (const std::string& verb : verbs) list += (list.empty() ? "" : ",") + verb;
  return list.empty() ? "*" : list;
}

class MetabaseRoutes {
 public:
  MetabaseRoutes(const RouteSources& sources, const MetaBase& base, const SourceText& text)
      : sources_(sources), base_(base), text_(text) {}

  std::vector<LevelRoutes> make() {
    for (const TypesTable::Row& row : sources_.types.rows())
      if (row.binding->extension != any)
        extensions_.emplace(fold_case(row.binding->extension), row.binding->extension);
    for (const MetaNode& node : base_.nodes)
      if (node.script_maps && has_fcgiext(node)) serving_.insert(node.site);
    for (const MetaSite& site : base_.sites) add_site(site);
    LevelRoutes server{"", "", routes_of(base_.nodes.front(), 0), {}, true};
    for (const MetaNode& node : base_.nodes) add_node(node);
    choose_global(server);
    report_dead_bindings();
    report_facts();
    return std::move(levels_);
  }

 private:
  void report(Severity severity, std::string_view code, Span where, std::string phrase,
              std::string hint) {
    sources_.context.diagnostics.add(severity, code, text_, where, std::move(phrase),
                                     std::move(hint));
  }

  // About the metabase as a whole.
  void note(std::string_view code, std::string phrase, std::string hint) {
    sources_.context.diagnostics.add(Severity::note, code, text_.name(), std::move(phrase),
                                     std::move(hint));
  }

  void add_site(const MetaSite& site) {
    const std::string id = std::to_string(site.id);
    const MetaNode* root = nearest_node(base_, "/LM/W3SVC/" + id + "/ROOT");
    if (!root) return;
    const auto name = sources_.site_name(id);
    if (!name) return report_missing_site(site, id, *root);
    names_[site.id] = *name;
    rooted_.insert(fold_case(*name));
    levels_.push_back({*name, id, routes_of(*root, site.id), effective_access(base_, *root), true});
  }

  void report_missing_site(const MetaSite& site, const std::string& id, const MetaNode& root) {
    if (!serving_.contains(site.id) && !(serving_.contains(0) && has_fcgiext(root))) return;
    std::string bindings;
    for (const std::string& binding : site.bindings)
      bindings += (bindings.empty() ? "" : ", ") + binding;
    report(Severity::error, "PLN100", root.where,
           "the config has no site with the id " + id + "; on IIS 6 it was '" + site.comment +
               "' (" + bindings + ")",
           "Create the site first, or name the one that takes its place: --site " + id + "=NAME");
  }

  bool has_fcgiext(const MetaNode& node) const {
    const auto* maps = effective_script_maps(base_, node);
    return maps && std::any_of(maps->begin(), maps->end(), [&](const ScriptMapUse& use) {
             return is_fcgiext(base_.script_maps[use.map]);
           });
  }

  // The application that a node's requests belong to, as [Types] writes it: "/" or "/app".
  std::string application_of(const MetaNode& node, std::uint32_t site) const {
    const MetaNode* application = nearest_application(base_, node);
    if (!application) return {};
    const std::string path = location_path(application->app_root);
    const std::string root = "/lm/w3svc/" + std::to_string(site) + "/root";
    if (!starts_with_without_case(path, root)) return {};
    return path.size() == root.size() ? "/" : path.substr(root.size());
  }

  std::vector<Route> routes_of(const MetaNode& node, std::uint32_t site_id) {
    std::vector<Route> routes;
    const auto* maps = effective_script_maps(base_, node);
    if (!maps) return routes;
    const std::string site = site_id ? std::to_string(site_id) : "";
    const std::string application = site_id ? application_of(node, site_id) : "";
    const bool path_info = effective_path_info(base_, node);
    const ScriptMapUse* wildcard = nullptr;
    for (const ScriptMapUse& use : *maps) {
      const ScriptMap& map = base_.script_maps[use.map];
      if (is_wildcard(map)) wildcard = wildcard ? wildcard : &use;
    }
    if (wildcard && is_fcgiext(base_.script_maps[wildcard->map])) {
      add_wildcard(*wildcard, site, application, path_info, routes);
      return routes;
    }
    std::set<std::string> seen;
    for (const ScriptMapUse& use : *maps) {
      const ScriptMap& map = base_.script_maps[use.map];
      if (is_wildcard(map) || !seen.insert(fold_case(map.extension)).second || !is_fcgiext(map))
        continue;
      add_route(use, map.extension.substr(1), site, application, path_info, routes);
    }
    return routes;
  }

  void add_route(const ScriptMapUse& use, const std::string& extension, const std::string& site,
                 const std::string& application, bool path_info, std::vector<Route>& routes) {
    const auto* row = sources_.types.resolve(extension, site, application);
    if (!row) {
      if (unbound_.insert(extension).second)
        report(Severity::warning, "PLN103", use.where,
               "the script map of ." + extension +
                   " has no binding in [Types]; IIS 6 answered its requests with error 500",
               "Nothing is migrated for it; remove the script map, or bind the extension");
      return;
    }
    used_.insert(row->binding);
    auto route = sources_.route(*row, "*." + extension);
    if (!route) return;
    shape(*route, base_.script_maps[use.map], path_info);
    routes.push_back(std::move(*route));
  }

  // Facts: Microsoft's own translations of the stock script maps. A wildcard map ran under Script,
  // whatever its flag 1 says.
  static void shape(Route& route, const ScriptMap& map, bool path_info) {
    const bool script = is_wildcard(map) || (map.flags & script_map_script_engine) != 0;
    route.verb = joined(map.verbs);
    route.resource_type = (map.flags & script_map_check_file) != 0 ? "File" : "Unspecified";
    route.require_access = script ? "Script" : "Execute";
    route.allow_path_info = path_info;
  }

  // A wildcard map gives every request to the DLL, which looks the extension up in [Types].
  void add_wildcard(const ScriptMapUse& use, const std::string& site,
                    const std::string& application, bool path_info, std::vector<Route>& routes) {
    const ScriptMap& map = base_.script_maps[use.map];
    const auto* rest = sources_.types.resolve(any, site, application);
    for (const auto& [folded, extension] : extensions_) {
      const auto* row = sources_.types.resolve(extension, site, application);
      if (!row || row == rest) continue;
      used_.insert(row->binding);
      auto route = sources_.route(*row, "*." + extension);
      if (!route) continue;
      shape(*route, map, path_info);
      routes.push_back(std::move(*route));
    }
    auto route = rest ? sources_.route(*rest, "*") : std::nullopt;
    if (rest) used_.insert(rest->binding);
    if (!route) return;
    shape(*route, map, path_info);
    routes.push_back(std::move(*route));
  }

  void add_node(const MetaNode& node) {
    const auto name = names_.find(node.site);
    const std::string_view path = url_path(node);
    if (path.empty() || path == "/" || name == names_.end()) return;
    LevelRoutes level{
        name->second + std::string(path), std::to_string(node.site), {}, node.access_flags, false};
    if (node.script_maps || !node.app_root.empty() || node.allow_path_info || node.retained != 0) {
      level.routes = routes_of(node, node.site);
      level.routes_are_set = true;
    }
    levels_.push_back(std::move(level));
  }

  // A mapping at the server level serves all sites at once; it pays when more sites want it than
  // would have to remove it. Only what the web service itself mapped may stand there.
  void choose_global(LevelRoutes& server) {
    std::map<std::string, std::size_t> uses,
        users;  // at the sites' roots: of a route, of a pattern
    for (const LevelRoutes& level : levels_) {
      if (level.level.find('/') != std::string::npos) continue;
      for (const Route& route : level.routes) {
        ++uses[identity(route)];
        ++users[fold_case(route.path)];
      }
    }
    std::erase_if(server.routes, [&](const Route& route) {
      const std::size_t same = uses[identity(route)];
      const std::size_t others =
          std::max(sources_.host.sites.size(), rooted_.size()) - same;  // each needs an entry
      return 1 + others > users[fold_case(route.path)];
    });
    if (!server.routes.empty())
      for (const Site& site : sources_.host.sites)
        if (!rooted_.contains(fold_case(site.name)))
          levels_.push_back({site.name, site.id, {}, {}, true});
    levels_.insert(levels_.begin(), std::move(server));
  }

  void report_dead_bindings() {
    for (const TypesTable::Row& row : sources_.types.rows())
      if (row.binding->pool_at && !used_.contains(row.binding))
        sources_.context.diagnostics.add(
            Severity::warning, "PLN104", row.ini->text, row.binding->entry.where,
            "no script map leads to this binding, so it never served a request",
            "Nothing is migrated for it");
  }

  void report_facts() {
    std::set<std::string> others;
    for (const ScriptMap& map : base_.script_maps)
      if (!is_fcgiext(map)) others.insert(map.extension);
    if (!others.empty()) {
      std::string list;
      for (const std::string& extension : others) list += (list.empty() ? "" : ", ") + extension;
      note("PLN105", "script maps to other programs are not migrated here: " + list, "");
    }
    if (base_.enable_32bit)
      note("PLN106", "worker processes were 32-bit (Enable32BitAppOnWin64)",
           "FastCGI programs run as they are; ISAPI extensions need enable32BitAppOnWin64 on "
           "their application pool");
    for (const ExtensionRestriction& restriction : base_.fcgiext_restrictions)
      if (!restriction.allowed)
        report(Severity::warning, "PLN107", restriction.where,
               "the web service extension fcgiext.dll was prohibited: IIS 6 served none of these "
               "requests",
               "Check whether FastCGI was in use on this server at all");
  }

  const RouteSources& sources_;
  const MetaBase& base_;
  const SourceText& text_;
  std::map<std::string, std::string> extensions_;  // bound by name: folded, as written
  std::map<std::uint32_t, std::string> names_;     // of the sites that the config has
  std::set<std::string> rooted_;     // their names, folded, with a ROOT in the metabase
  std::set<std::uint32_t> serving_;  // sites with a script map of their own that leads to the DLL
  std::set<std::string> unbound_;
  std::set<const Binding*> used_;
  std::vector<LevelRoutes> levels_;
};

}  // namespace

std::vector<LevelRoutes> routes_from_metabase(const RouteSources& sources, const MetaBase& metabase,
                                              const SourceText& text) {
  return MetabaseRoutes(sources, metabase, text).make();
}

}  // namespace fcgi6to7
