#include "plan/plan.hpp"

namespace fcgi6to7 {

std::string_view to_string(Action action) {
  switch (action) {
    case Action::keep:
      return "keep";
    case Action::set:
      return "set";
    case Action::create:
      return "create";
    case Action::remove:
      return "remove";
    case Action::skip:
      break;
  }
  return "skip";
}

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::ignored:
      return "ignored";
    case Fate::refused:
      return "refused";
    case Fate::superseded:
      return "superseded";
    case Fate::none:
      break;
  }
  return "none";
}

std::string_view Change::variable() const {
  constexpr std::string_view prefix = "environmentVariables/";
  const std::string_view name = attribute;
  return name.starts_with(prefix) ? name.substr(prefix.size()) : std::string_view{};
}

Counts Plan::counts() const {
  Counts counts;
  const auto count = [&](Action action) {
    if (action == Action::create) ++counts.create;
    if (action == Action::set) ++counts.set;
    if (action == Action::keep) ++counts.keep;
    if (action == Action::skip) ++counts.skip;
    if (action == Action::remove) ++counts.remove;
  };
  for (const ApplicationPlan& application : applications)
    for (const Change& change : application.changes) count(change.action);
  for (const HandlerPlan& handler : handlers) count(handler.action);
  for (const AccessPlan& access : access_policies) count(access.action);
  return counts;
}

}  // namespace fcgi6to7
