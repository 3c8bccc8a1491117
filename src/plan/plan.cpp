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

Counts Plan::counts() const {
  Counts counts;
  for (const ApplicationPlan& application : applications)
    for (const Change& change : application.changes) {
      if (change.action == Action::create) ++counts.create;
      if (change.action == Action::set) ++counts.set;
      if (change.action == Action::keep) ++counts.keep;
      if (change.action == Action::skip) ++counts.skip;
      if (change.action == Action::remove) ++counts.remove;
    }
  return counts;
}

}  // namespace fcgi6to7
