#include "plan/unmatched.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

using Names = std::vector<std::string_view>;

void report_unless_known(const std::string& option, const std::string& name, const Names& known,
                         const std::string& kind, Diagnostics& diagnostics) {
  if (std::any_of(known.begin(), known.end(),
                  [&](std::string_view each) { return equal_without_case(each, name); }))
    return;
  const auto near = nearest(name, known);
  diagnostics.add(near ? Severity::warning : Severity::note, "PLN073", "",
                  option + " '" + name + "' names no " + kind,
                  near ? "Did you mean '" + std::string(*near) + "'?"
                       : "Correct the name, unless it is meant for another server");
}

}  // namespace

void report_unmatched(const std::vector<ReadIni>& inis, const AppHost* host,
                      const Context& context) {
  const Options& options = context.options;
  if (!options.skip_pools.empty()) {
    Names pools;
    for (const ReadIni& ini : inis)
      for (const Pool& pool : ini.file.pools) pools.push_back(pool.name);
    for (const std::string& name : options.skip_pools)
      report_unless_known("--skip-pool", name, pools, "section of the fcgiext.ini",
                          context.diagnostics);
  }
  for (const std::string& name : options.skip_settings)
    report_unless_known("--skip-setting", name, context.mapping.setting_names(),
                        "setting of a process pool", context.diagnostics);
  if (!host || (options.sites.empty() && options.wildcard_maps.empty())) return;
  Names names, ids;
  for (const Site& site : host->sites) {
    names.push_back(site.name);
    ids.push_back(site.id);
  }
  for (const auto& [id, name] : options.sites) {
    report_unless_known("--site " + id + ":", name, names, "site of the config",
                        context.diagnostics);
    ids.push_back(id);
  }
  for (const WildcardMap& map : options.wildcard_maps)
    if (map.site_id)
      report_unless_known("--wildcard-map", *map.site_id, ids, "site id of the config",
                          context.diagnostics);
}

}  // namespace fcgi6to7
