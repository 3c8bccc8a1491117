#include "plan/bindings.hpp"

#include <unordered_map>

#include "plan/appcmd.hpp"

namespace fcgi6to7 {
namespace {

std::string site_name(const AppHost* host, const std::string& id) {
  if (host)
    for (const Site& site : host->sites)
      if (site.id == id) return site.name;
  return "SITE-" + id;
}

std::string location_of(const Binding& binding, const AppHost* host) {
  if (!binding.site_id) return {};
  std::string location = site_name(host, *binding.site_id);
  if (binding.application && *binding.application != "/") location += *binding.application;
  return location;
}

}  // namespace

std::vector<BindingPlan> plan_bindings(const ReadIni& ini,
                                       const std::vector<WantedApplication>& wanted,
                                       const AppHost* host) {
  std::unordered_map<const Pool*, const WantedApplication*> by_pool;
  for (const WantedApplication& pool : wanted) by_pool.emplace(pool.pool, &pool);
  std::vector<BindingPlan> plans;
  for (const Binding& binding : ini.file.bindings) {
    BindingPlan plan{Action::skip,
                     origin_of(ini.text, binding.entry),
                     binding.extension,
                     binding.pool,
                     binding.site_id,
                     binding.application,
                     "handler mappings are not migrated",
                     ""};
    if (!binding.pool_at) {
      plan.reason = "leads nowhere: no section [" + binding.pool + "]";
    } else if (binding.extension == "*") {
      plan.reason =
          "the fallback pool for extensions that were script-mapped; no handler mapping says the "
          "same";
    } else if (const WantedApplication* pool = by_pool[&ini.file.pools[*binding.pool_at]];
               !pool->full_path.empty()) {
      plan.remedy = appcmd_add_handler(location_of(binding, host),
                                       "FastCGI-" + binding.pool + "-" + binding.extension,
                                       "*." + binding.extension, pool->full_path, pool->arguments);
    }
    plans.push_back(std::move(plan));
  }
  return plans;
}

}  // namespace fcgi6to7
