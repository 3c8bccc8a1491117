// Routes from [Types] alone: an extension is taken as script-mapped wherever a binding of its own
// holds. Only a metabase could tell more.
#include <map>
#include <set>

#include "plan/routes.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view any = "*";

class TypesRoutes {
 public:
  explicit TypesRoutes(const RouteSources& sources) : sources_(sources) {}

  std::vector<LevelRoutes> make() {
    for (const TypesTable::Row& row : sources_.types.rows()) note_binding(row);
    for (const WildcardMap& map : sources_.context.options.wildcard_maps)
      if (map.site_id && sources_.site_name(*map.site_id)) site_extensions_[*map.site_id];
    warn_about_global_extensions();
    levels_.push_back({"", "", routes_at("", ""), {}, true});
    for (const auto& [id, extensions] : site_extensions_) add_site(id);
    return std::move(levels_);
  }

 private:
  void report(Severity severity, std::string_view code, const TypesTable::Row& row,
              std::string phrase, std::string hint) {
    sources_.context.diagnostics.add(severity, code, row.ini->text, row.binding->entry.where,
                                     std::move(phrase), std::move(hint));
  }

  void note_binding(const TypesTable::Row& row) {
    const Binding& binding = *row.binding;
    const std::string extension = fold_case(binding.extension);
    if (extension == any) note_fallback(row);
    if (!binding.site_id) {
      if (extension != any) global_extensions_.insert(extension);
      return;
    }
    if (!sources_.site_name(*binding.site_id)) {
      report(Severity::error, "PLN100", row,
             "the config has no site with the id " + *binding.site_id,
             "Create the site first, or name the one that takes its place: --site " +
                 *binding.site_id + "=NAME");
      return;
    }
    auto& site = site_extensions_[*binding.site_id];
    if (binding.application) {
      applications_[*binding.site_id].emplace(fold_case(*binding.application),
                                              *binding.application);
      if (extension != any)
        application_extensions_[{*binding.site_id, fold_case(*binding.application)}].insert(
            extension);
    } else if (extension != any) {
      site.insert(extension);
    }
  }

  bool has_wildcard_map(const std::string& site_id) const {
    for (const WildcardMap& map : sources_.context.options.wildcard_maps)
      if (!map.site_id || *map.site_id == site_id) return true;
    return false;
  }

  void note_fallback(const TypesTable::Row& row) {
    const std::string site_id = row.binding->site_id.value_or("");
    if (has_wildcard_map(site_id)) return;
    report(Severity::warning, "PLN101", row,
           "'*' is the pool for extensions that were script-mapped and have no binding of their "
           "own; which ones, [Types] does "
           "not say",
           "Pass --handlers metabase --metabase MetaBase.xml, or --wildcard-map if a wildcard "
           "script map existed");
  }

  void warn_about_global_extensions() {
    for (const TypesTable::Row& row : sources_.types.rows()) {
      if (row.binding->site_id || row.binding->extension == any) continue;
      report(Severity::warning, "PLN102", row,
             "extensions without a site id are switched on at every site; only the metabase knows "
             "where they were off",
             "Pass --handlers metabase --metabase MetaBase.xml to have them where they were");
      return;
    }
  }

  // What is bound at an application, at its site, or everywhere.
  std::set<std::string> extensions_at(const std::string& site,
                                      const std::string& application) const {
    std::set<std::string> extensions = global_extensions_;
    if (const auto found = site_extensions_.find(site); found != site_extensions_.end())
      extensions.insert(found->second.begin(), found->second.end());
    if (const auto found = application_extensions_.find({site, fold_case(application)});
        found != application_extensions_.end())
      extensions.insert(found->second.begin(), found->second.end());
    return extensions;
  }

  std::vector<Route> routes_at(const std::string& site, const std::string& application) {
    std::vector<Route> routes;
    for (const std::string& extension : extensions_at(site, application))
      if (const auto* row = sources_.types.resolve(extension, site, application))
        if (auto route = sources_.route(*row, "*." + extension_of(*row, extension)))
          routes.push_back(std::move(*route));
    add_wildcard(site, application, routes);
    return routes;
  }

  // As the binding spells it, unless it is '*'.
  static std::string extension_of(const TypesTable::Row& row, const std::string& folded) {
    return row.binding->extension == any ? folded : row.binding->extension;
  }

  void add_wildcard(const std::string& site, const std::string& application,
                    std::vector<Route>& routes) {
    if (!has_wildcard_map(site)) return;
    const auto* row = sources_.types.resolve(any, site, application);
    auto route = row ? sources_.route(*row, "*") : std::nullopt;
    if (!route) return;
    for (Route& specific : routes) {
      specific.verb = "*";
      specific.resource_type = "Unspecified";
    }
    route->verb = "*";
    route->resource_type = "Unspecified";
    routes.push_back(std::move(*route));
  }

  void add_site(const std::string& id) {
    const std::string name = *sources_.site_name(id);
    levels_.push_back({name, id, routes_at(id, "/"), {}, true});
    const auto bound = applications_.find(id);
    if (bound == applications_.end()) return;
    std::map<std::string, std::string> paths = bound->second;
    if (const Site* site = sources_.find_site(id))
      for (const SiteApplication& application : site->applications)
        paths.try_emplace(fold_case(application.path), application.path);
    for (const auto& [folded, path] : paths)
      if (path != "/") levels_.push_back({name + path, id, routes_at(id, path), {}, true});
  }

  const RouteSources& sources_;
  std::set<std::string> global_extensions_;
  std::map<std::string, std::set<std::string>> site_extensions_;
  std::map<std::string, std::map<std::string, std::string>>
      applications_;  // of a site: folded path, path
  std::map<std::pair<std::string, std::string>, std::set<std::string>> application_extensions_;
  std::vector<LevelRoutes> levels_;
};

}  // namespace

std::vector<LevelRoutes> routes_from_types(const RouteSources& sources) {
  return TypesRoutes(sources).make();
}

}  // namespace fcgi6to7
