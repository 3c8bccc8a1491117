#include "plan/handlers.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "metabase/metabase.hpp"
#include "plan/effective_handlers.hpp"
#include "plan/handler_access.hpp"
#include "plan/handler_names.hpp"
#include "plan/handler_sections.hpp"
#include "plan/route_handlers.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// A level while its branch of the tree is planned.
struct Frame {
  std::string key;                      // folded, '/' first among characters
  const LevelRoutes* wanted = nullptr;  // in force here, perhaps from above
  EffectiveHandlers handlers;
  AccessPolicy policy;
  std::optional<unsigned> access;  // AccessFlags in force; nothing: not known
};

// Levels sort so that a branch follows its root at once.
std::string sort_key(const std::string& level) {
  std::string key = fold_case(level);
  std::replace(key.begin(), key.end(), '/', '\x01');
  return key;
}

bool is_below(const std::string& key, const std::string& above) {
  return above.empty() ||
         (key.starts_with(above) && std::string_view(key).substr(above.size()).starts_with('\x01'));
}

class Planner {
 public:
  Planner(Plan& plan, std::vector<LevelRoutes> levels, const RouteSources& sources,
          const ExistingApplications& applications)
      : plan_(plan),
        wanted_levels_(std::move(levels)),
        sources_(sources),
        asked_(applications),
        names_(sources.host) {}

  void run() {
    const bool any = std::any_of(wanted_levels_.begin(), wanted_levels_.end(),
                                 [](const LevelRoutes& l) { return !l.routes.empty(); });
    if (!any || !may_have_handlers(sources_.host, sources_.config, sources_.context.diagnostics))
      return;
    for (const Section& section : sources_.host.sections)
      if (section.name == "handlers") levels_[sort_key(section.level)].section = &section;
    for (const LevelRoutes& level : wanted_levels_) merge(level);
    for (const auto& [key, level] : levels_) visit(key, level);
  }

 private:
  struct Level {
    const Section* section = nullptr;
    const LevelRoutes* wanted = nullptr;
  };

  void report(Severity severity, std::string_view code, Span where, std::string phrase,
              std::string hint) {
    sources_.context.diagnostics.add(severity, code, sources_.config, where, std::move(phrase),
                                     std::move(hint));
  }

  void report(Severity severity, std::string_view code, const Route& route, std::string phrase,
              std::string hint) {
    sources_.context.diagnostics.add(severity, code, *route.ini, route.binding->where,
                                     std::move(phrase), std::move(hint));
  }

  // Two ids may be mapped to one site (--site); the first one holds.
  void merge(const LevelRoutes& level) {
    Level& entry = levels_[sort_key(level.level)];
    if (!entry.wanted) entry.wanted = &level;
  }

  void visit(const std::string& key, const Level& level) {
    while (!stack_.empty() && !is_below(key, stack_.back().key)) stack_.pop_back();
    Frame frame = stack_.empty() ? Frame{} : stack_.back();
    frame.key = key;
    const bool is_set = level.wanted && level.wanted->routes_are_set;
    if (is_set) frame.wanted = level.wanted;
    level_name_ = level.wanted ? level.wanted->level : level.section->level;
    own_.clear();
    if (level.section) own_ = frame.handlers.apply(level.section->element, storage_);
    child_of_own_.clear();
    for (std::size_t i = 0; i < own_.size(); ++i)
      if (own_[i]) child_of_own_.emplace(own_[i], i);
    frame.policy.enter(level.section);
    if (is_set) remove_unwanted(frame);
    created_.clear();
    if (frame.wanted) {
      // A new '*' hides what is inherited, so the specific mappings have to stand beside it.
      const bool new_any = std::any_of(
          frame.wanted->routes.begin(), frame.wanted->routes.end(), [&](const Route& route) {
            return route.path == "*" &&
                   !serves(RouteHandlers::taker(frame.handlers, route), route, false);
          });
      for (const Route& route : frame.wanted->routes) place(route, frame, is_set, new_any);
      frame.handlers.add_first(created_);
    }
    if (level.wanted && level.wanted->access) frame.access = level.wanted->access;
    if (frame.wanted && !frame.wanted->routes.empty()) plan_access(frame, level);
    stack_.push_back(std::move(frame));
  }

  void plan_access(Frame& frame, const Level& level) {
    const AccessNeeds needs = needs_of(*frame.wanted);
    if (const auto after =
            frame.access ? frame.policy.settle(*frame.access, needs) : std::nullopt) {
      AccessPlan change{Action::set, level_name_, std::nullopt,
                        *after,      {},          "what AccessFlags allowed on IIS 6"};
      if (level.section)
        if (const Attribute* present = level.section->element.find("accessPolicy"))
          change.before = present->value;
      if (!change.before) change.action = Action::create;
      plan_.access_policies.push_back(std::move(change));
    }
    if (!created_.empty() || (level.wanted && level.wanted->access))
      report_policy(level, frame.policy.missing(
                               frame.access.value_or(access_script | access_execute), needs));
  }

  static AccessNeeds needs_of(const LevelRoutes& level) {
    AccessNeeds needs;
    for (const Route& route : level.routes)
      (route.require_access == "Execute" ? needs.execute : needs.script) = true;
    return needs;
  }

  void report_policy(const Level& level, std::string_view missing) {
    if (missing.empty()) return;
    const std::string flag(missing);
    report(Severity::warning, "PLN113", place_of(level),
           "accessPolicy of '" + level_name_ + "' lacks " + flag +
               ", which IIS 6 allowed there: its handler mappings stay inert",
           "Add " + flag + " to accessPolicy if scripts are to run there");
  }

  Span place_of(const Level& level) const {
    if (!level.section) return {};
    return {level.section->element.tag.begin, level.section->element.tag.inside};
  }

  // A planned mapping from above that has no place here is removed.
  void remove_unwanted(Frame& frame) {
    std::vector<Handler*> unwanted;
    for (Handler* handler : frame.handlers.list()) {
      if (!handler->planned || is_own(handler)) continue;
      const auto same =
          std::find_if(frame.wanted->routes.begin(), frame.wanted->routes.end(),
                       [&](const Route& route) { return handler->has_path(route.path); });
      if (same != frame.wanted->routes.end() &&
          (asked_.fits(*handler, *same) || asked_.to_handler(*same).has_all_verbs_of(*handler)))
        continue;
      unwanted.push_back(handler);
    }
    for (const Handler* handler : unwanted) {
      plan_.handlers.push_back({Action::remove,
                                level_name_,
                                handler->name,
                                handler->path,
                                "",
                                "",
                                {},
                                {},
                                {},
                                std::nullopt,
                                std::nullopt,
                                "on IIS 6 no script map led there"});
      frame.handlers.remove(handler->name);
    }
  }

  bool is_own(const Handler* handler) const { return child_of_own_.contains(handler); }

  bool serves(const Handler* handler, const Route& route, bool must_be_own) const {
    if (!handler || !asked_.leads_to_pool(*handler, route)) return false;
    if (is_own(handler)) return true;
    return !must_be_own && (!handler->planned || asked_.fits(*handler, route));
  }

  void place(const Route& route, Frame& frame, bool is_set, bool must_be_own) {
    Handler* first = RouteHandlers::taker(frame.handlers, route);
    if (serves(first, route, must_be_own)) {
      const bool own = is_own(first);
      if (is_set && (own || !first->planned)) keep(route, *first, own);
      return;
    }
    for (std::size_t i = 0; i < own_.size(); ++i)
      if (own_[i] && is_rival(*own_[i], route)) {
        settle_rival(route, i, is_set);
        return frame.handlers.changed();
      }
    if (is_locked_from_above()) return;
    create(route);
  }

  bool is_rival(const Handler& handler, const Route& route) const {
    if (!handler.has_path(route.path) || !handler.shares_verb(route.verb)) return false;
    return route.path != "*" || !handler.processor.empty();
  }

  void keep(const Route& route, Handler& handler, bool own) {
    handler.planned = handler.planned || own;
    HandlerPlan kept{Action::keep,
                     level_name_,
                     handler.name,
                     handler.path,
                     route.pool->pool->name,
                     route.named->pool->name,
                     route.from,
                     asked_.attributes_of(route, handler.name),
                     {},
                     child_of(handler),
                     std::nullopt,
                     "there already"};
    if (!own) kept.reason = "a mapping of the level above serves it";
    if (own) update(kept, {buffer_limit});
    plan_.handlers.push_back(std::move(kept));
  }

  std::optional<std::size_t> child_of(const Handler& handler) const {
    const auto found = child_of_own_.find(&handler);
    return found == child_of_own_.end() ? std::nullopt : std::optional(found->second);
  }

  // The config routes the pattern elsewhere at this very level.
  void settle_rival(const Route& route, std::size_t child, bool is_set) {
    Handler& rival = *own_[child];
    const std::string where = level_name_.empty() ? "at server level" : "at '" + level_name_ + "'";
    const std::string phrase = "the handler mapping '" + rival.name + "' " + where +
                               " already takes " + route.path + " elsewhere";
    if (!is_set)
      return report(Severity::warning, "PLN111", route,
                    phrase + "; it stays, so these requests do not reach the pool",
                    "Remove that mapping if the pool is to serve it there");
    const bool may_replace = sources_.context.options.existing_is_explicit &&
                             sources_.context.options.existing == Existing::update;
    if (!may_replace)
      return report(Severity::error, "PLN110", route, phrase,
                    "Pass --existing update to have it replaced, or leave the pool out");
    HandlerPlan replaced{Action::keep,
                         level_name_,
                         rival.name,
                         rival.path,
                         route.pool->pool->name,
                         route.named->pool->name,
                         route.from,
                         asked_.attributes_of(route, rival.name),
                         {},
                         child,
                         std::nullopt,
                         "replaces what led elsewhere"};
    update(replaced, {"path", "verb", "modules", "scriptProcessor", "resourceType", "requireAccess",
                      "allowPathInfo", buffer_limit});
    plan_.handlers.push_back(std::move(replaced));
    const std::string name = rival.name;
    rival = asked_.to_handler(route);
    rival.name = name;
  }

  // Notes where an existing mapping differs from what is wanted.
  void update(HandlerPlan& handler, std::initializer_list<std::string_view> names) {
    const Element& element = section_here()->element.children[*handler.child];
    for (const std::string_view name : names) {
      const auto wanted = std::find_if(handler.attributes.begin(), handler.attributes.end(),
                                       [&](const auto& a) { return a.first == name; });
      const Attribute* present = element.find(name);
      if (wanted == handler.attributes.end() || (present && present->value == wanted->second))
        continue;
      if (present && name == buffer_limit && sources_.context.options.existing != Existing::update)
        continue;
      handler.action = Action::set;
      handler.changes.push_back(
          {present ? Action::set : Action::create, Fate::none, "", handler.from, std::string(name),
           present ? std::optional<std::string>(present->value) : std::nullopt, wanted->second, "",
           false});
    }
  }

  const Section* section_here() const { return levels_.at(sort_key(level_name_)).section; }

  bool is_locked_from_above() {
    for (const Frame& above : stack_) {
      const auto found = levels_.find(above.key);
      const Section* section = found == levels_.end() ? nullptr : found->second.section;
      if (!section) continue;
      const std::string_view list = section->element.value("lockElements");
      if (section->element.value("lockItem") != "true" && list != "*" &&
          list.find("add") == list.npos)
        continue;
      report(Severity::error, "CFG012", {section->element.tag.begin, section->element.tag.inside},
             "<handlers> is locked, so none can be added at '" + level_name_ + "'",
             "Remove the lock attributes for the migration");
      return true;
    }
    return false;
  }

  void create(const Route& route) {
    const LevelRoutes* level = levels_.at(sort_key(level_name_)).wanted;
    const std::string name =
        names_.make(route.named->pool->name, route.path, level_name_, level ? level->site_id : "");
    HandlerPlan handler{Action::create,
                        level_name_,
                        name,
                        route.path,
                        route.pool->pool->name,
                        route.named->pool->name,
                        route.from,
                        asked_.attributes_of(route, name),
                        {},
                        std::nullopt,
                        place_after(route),
                        ""};
    plan_.handlers.push_back(std::move(handler));
    storage_.push_back(asked_.to_handler(route));
    storage_.back().name = name;
    created_.push_back(&storage_.back());
  }

  // A '*' stands behind the specific mappings of its level.
  std::optional<std::size_t> place_after(const Route& route) const {
    std::optional<std::size_t> last;
    for (std::size_t i = 0; route.path == "*" && i < own_.size(); ++i)
      if (own_[i] && own_[i]->planned) last = i;
    return last;
  }

  Plan& plan_;
  const std::vector<LevelRoutes> wanted_levels_;
  const RouteSources& sources_;
  const RouteHandlers asked_;
  std::map<std::string, Level> levels_;
  HandlerNames names_;
  std::deque<Handler> storage_;
  std::vector<Frame> stack_;
  std::string level_name_;     // of the level being planned
  std::vector<Handler*> own_;  // its section's handlers, by child
  std::unordered_map<const Handler*, std::size_t> child_of_own_;
  std::vector<Handler*> created_;  // its new ones
};

}  // namespace

void plan_handlers(Plan& plan, std::vector<LevelRoutes> levels, const RouteSources& sources,
                   const ExistingApplications& applications) {
  Planner(plan, std::move(levels), sources, applications).run();
}

}  // namespace fcgi6to7
