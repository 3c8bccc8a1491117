#include "plan/level_changes.hpp"

#include <map>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

bool writes(Action action) {
  return action == Action::create || action == Action::set || action == Action::remove;
}

}  // namespace

std::vector<LevelChanges> changes_by_level(const Plan& plan) {
  std::vector<LevelChanges> levels;
  std::map<std::string, std::size_t> places;
  const auto level_of = [&](const std::string& level) -> LevelChanges& {
    const auto [entry, is_new] = places.try_emplace(fold_case(level), levels.size());
    if (is_new) levels.push_back({level, {}, nullptr});
    return levels[entry->second];
  };
  for (const HandlerPlan& handler : plan.handlers)
    if (writes(handler.action)) level_of(handler.level).handlers.push_back(&handler);
  for (const AccessPlan& access : plan.access_policies) level_of(access.level).access = &access;
  return levels;
}

NewElement new_element(const HandlerPlan& handler) {
  if (handler.action == Action::remove) return {"remove", {{"name", handler.name}}, {}};
  return {"add", handler.attributes, {}};
}

}  // namespace fcgi6to7
