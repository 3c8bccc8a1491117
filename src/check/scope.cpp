#include "check/scope.hpp"

#include "check/programs.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {

Touched::Touched(const Plan& plan) {
  for (const ApplicationPlan& application : plan.applications)
    if (application.action == Action::create || application.action == Action::set)
      programs.insert(fold_case(application.full_path) + "|" + fold_case(application.arguments));
  for (const HandlerPlan& handler : plan.handlers)
    if (handler.action != Action::keep && handler.action != Action::skip)
      sites.insert(fold_case(site_of_level(handler.level)));
}

CheckScope::CheckScope(const Touched& touched, const ServerModel& server) : touched_(touched) {
  for (const WebSite& site : server.sites)
    parts_.emplace(site.at->tag.begin, Part{site.at->tag.end, site.key});
  for (const auto& [name, sections] : server.sections) {
    if (name.find('/') != name.npos) continue;  // lies in its group's section
    for (const LevelSection& section : sections)
      if (!section.level.empty())
        parts_.emplace(section.at->tag.begin,
                       Part{section.at->tag.end, fold_case(site_of_level(section.level))});
  }
}

bool CheckScope::concerns(const Element& element) const {
  if (element.name == "application" && element.find("fullPath"))
    return touched_.programs.contains(fold_case(element.value("fullPath")) + "|" +
                                      fold_case(element.value("arguments")));
  if (element.name == "add" && has_module(element, "FastCgiModule"))
    return touched_.programs.contains(program_of(element));
  const auto next = parts_.upper_bound(element.tag.begin);
  if (next == parts_.begin() || std::prev(next)->second.end <= element.tag.begin)
    return !touched_.sites.empty();  // of the server, so of every site
  return touched_.sites.contains("") || touched_.sites.contains(std::prev(next)->second.site);
}

}  // namespace fcgi6to7
