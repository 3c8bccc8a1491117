#include "plan/bindings.hpp"

#include <map>
#include <unordered_map>

#include "plan/appcmd.hpp"

namespace fcgi6to7 {
namespace {

class Answers {
 public:
  Answers(const std::vector<WantedApplication>& wanted, const AppHost* host, const Plan& plan,
          const Options& options)
      : options_(options) {
    for (const WantedApplication& pool : wanted) by_pool_.emplace(pool.pool, &pool);
    if (host)
      for (const Site& site : host->sites) sites_.try_emplace(site.id, site.name);
    for (const auto& [id, name] : options.sites) sites_[id] = name;
    for (const HandlerPlan& handler : plan.handlers)
      handlers_[{handler.from.file, handler.from.line}].push_back(&handler);
  }

  BindingPlan answer(const ReadIni& ini, const Binding& binding) const {
    BindingPlan plan{Action::skip,
                     origin_of(ini.text, binding.entry),
                     binding.extension,
                     binding.pool,
                     binding.site_id,
                     binding.application,
                     "",
                     ""};
    if (const auto mappings = handlers_.find({plan.from.file, plan.from.line});
        mappings != handlers_.end()) {
      plan.action = Action::keep;
      for (const HandlerPlan* handler : mappings->second) {
        if (handler->action != Action::keep) plan.action = Action::create;
        plan.reason.append(plan.reason.empty() ? "handler mapping " : ", ").append(handler->name);
        plan.reason.append(" at ").append(handler->level.empty() ? "server level"
                                                                 : "'" + handler->level + "'");
      }
      return plan;
    }
    explain(ini, binding, plan);
    return plan;
  }

 private:
  void explain(const ReadIni& ini, const Binding& binding, BindingPlan& plan) const {
    if (!binding.pool_at) {
      plan.reason = "leads nowhere: no section [" + binding.pool + "]";
      return;
    }
    const WantedApplication& named = *by_pool_.at(&ini.file.pools[*binding.pool_at]);
    const WantedApplication& pool = named.successor ? *named.successor : named;
    if (!pool.left_out.empty())
      plan.reason = "its process pool is left out: " + pool.left_out;
    else if (options_.handlers != Handlers::off)
      plan.reason =
          binding.extension == "*"
              ? "'*' is a fallback, and nothing tells which extensions it served"
              : "a mapping of a wider level leads to its pool already, or a finding says why not";
    else if (binding.extension == "*")
      plan.reason =
          "the fallback pool for extensions that were script-mapped; pass --handlers to plan for "
          "it";
    else
      plan.reason = "handler mappings are not migrated (--handlers off)";
    if (options_.handlers == Handlers::off && binding.extension != "*" && !pool.full_path.empty())
      plan.remedy = appcmd_add_handler(location_of(binding),
                                       "FastCGI-" + binding.pool + "-" + binding.extension,
                                       "*." + binding.extension, pool.full_path, pool.arguments);
  }

  std::string location_of(const Binding& binding) const {
    if (!binding.site_id) return {};
    const auto site = sites_.find(*binding.site_id);
    std::string location = site == sites_.end() ? "SITE-" + *binding.site_id : site->second;
    if (binding.application && *binding.application != "/") location += *binding.application;
    return location;
  }

  const Options& options_;
  std::unordered_map<const Pool*, const WantedApplication*> by_pool_;
  std::unordered_map<std::string, std::string> sites_;
  std::map<std::pair<std::string, int>, std::vector<const HandlerPlan*>> handlers_;
};

}  // namespace

std::vector<BindingPlan> plan_bindings(const std::vector<ReadIni>& inis,
                                       const std::vector<WantedApplication>& wanted,
                                       const AppHost* host, const Plan& plan,
                                       const Options& options) {
  const Answers answers(wanted, host, plan, options);
  std::vector<BindingPlan> plans;
  for (const ReadIni& ini : inis)
    for (const Binding& binding : ini.file.bindings) plans.push_back(answers.answer(ini, binding));
  return plans;
}

}  // namespace fcgi6to7
