#include "script/steps.hpp"

#include <unordered_map>
#include <utility>

#include "apphost/level_places.hpp"
#include "plan/applications.hpp"
#include "plan/level_changes.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

AttributeValues values_of(const Element& element) {
  AttributeValues values;
  for (const Attribute& attribute : element.attributes)
    values.emplace_back(attribute.name, attribute.value);
  return values;
}

std::string place_of(const Origin& from) {
  if (from.line == 0) return from.text.empty() ? "a default of IIS 6" : from.text;
  return from.file + " line " + std::to_string(from.line) + ": " + from.text;
}

std::string comment_of(const Change& change) {
  std::string out = change.attribute;
  if (change.pinned) return out + ": a default of IIS 6, written because the target's differs";
  out += " from " + place_of(change.from);
  return out;
}

Selector application_selector(std::string full_path, std::string arguments) {
  return {"application", {{"fullPath", std::move(full_path)}, {"arguments", std::move(arguments)}}};
}

Step create_variable(const Selector& application, const Change& change) {
  Step step;
  step.section = "fastCgi";
  step.application = application;
  step.target = {"environmentVariable", {{"name", std::string(change.variable())}}};
  step.values = {{"name", std::string(change.variable())}, {"value", *change.after}};
  step.comments = {comment_of(change)};
  return step;
}

class Planner {
 public:
  Planner(const Plan& plan, const AppHost& host) : plan_(plan), places_(host) {}

  std::vector<Step> run() {
    for (const ApplicationPlan& application : plan_.applications) {
      if (application.action == Action::create) create_application(application);
      if (application.action == Action::set)
        change_application(application,
                           places_.section("fastCgi", "")->element.children[*application.existing]);
    }
    for (const LevelChanges& level : changes_by_level(plan_)) change_level(level);
    return std::move(steps_);
  }

 private:
  void create_application(const ApplicationPlan& application) {
    Step step;
    step.section = "fastCgi";
    step.target = application_selector(application.full_path, application.arguments);
    step.comments = {"process pool from " + place_of(application.from)};
    for (const Change& change : application.changes) {
      if (!change.writes() || !change.is_attribute()) continue;
      step.values.emplace_back(change.attribute, *change.after);
      step.comments.push_back(comment_of(change));
    }
    const Selector created = step.target;
    steps_.push_back(std::move(step));
    for (const Change& change : application.changes)
      if (change.writes() && !change.variable().empty())
        steps_.push_back(create_variable(created, change));
  }

  void change_application(const ApplicationPlan& plan, const Element& element) {
    const Selector application = application_selector(std::string(element.value("fullPath")),
                                                      std::string(element.value("arguments")));
    std::unordered_map<std::string, std::string> names;  // of its variables, as spelt there
    for (const Element* variable : variables_of(element))
      names.emplace(fold_case(variable->value("name")), variable->value("name"));
    for (const Change& change : plan.changes) {
      if (!change.writes()) continue;
      if (!change.variable().empty()) {
        Step step = create_variable(application, change);
        if (change.action == Action::set) {
          step.action = Action::set;
          step.target.keys = {{"name", names.at(fold_case(change.variable()))}};
          step.values = {{"value", *change.after}};
        }
        steps_.push_back(std::move(step));
      } else if (change.is_attribute()) {
        steps_.push_back(set("", "fastCgi", application, change));
      }
    }
  }

  static Step set(std::string level, std::string section, Selector target, const Change& change) {
    Step step;
    step.action = Action::set;
    step.level = std::move(level);
    step.section = std::move(section);
    step.target = std::move(target);
    step.values = {{change.attribute, *change.after}};
    step.comments = {comment_of(change)};
    return step;
  }

  void change_level(const LevelChanges& level) {
    const Section* section = places_.section("handlers", level.level);
    const std::vector<Element> none;
    const std::vector<Element>& own = section ? section->element.children : none;
    if (level.access) {
      Change change;
      change.attribute = "accessPolicy";
      change.after = level.access->after;
      change.from = level.access->from;
      steps_.push_back(set(level.level, "handlers", {}, change));
    }
    for (const HandlerPlan* handler : level.handlers) {
      if (handler->action == Action::create) continue;
      if (handler->action == Action::remove) {
        steps_.push_back(remove(level.level, *handler));
        continue;
      }
      const Selector target{"add", {{"name", std::string(own[*handler->child].value("name"))}}};
      for (const Change& change : handler->changes)
        steps_.push_back(set(level.level, "handlers", target, change));
    }
    create_handlers(level, own);
  }

  static Step remove(const std::string& level, const HandlerPlan& handler) {
    Step step;
    step.action = Action::remove;
    step.level = level;
    step.section = "handlers";
    step.target = {"add", {{"name", handler.name}}};
    step.comments = {"inherited: " + handler.reason};
    return step;
  }

  // Own handler mappings as they will stand: new ones first, or behind the one that the plan names.
  void create_handlers(const LevelChanges& level, const std::vector<Element>& own) {
    std::size_t next = 0;  // of the own children: what stands before it is already placed
    std::size_t clear = 0;
    for (std::size_t i = 0; i < own.size(); ++i)
      if (own[i].name == "clear") clear = next = i + 1;
    std::size_t index = 0;
    std::string behind;
    const auto place_new = [&](const HandlerPlan& handler, Step step) {
      step.level = level.level;
      step.section = "handlers";
      step.target = {"add", {{"name", handler.name}}};
      step.values = handler.attributes;
      step.comments = {handler.path + " from " + place_of(handler.from)};
      step.index = index++;
      step.behind = std::exchange(behind, handler.name);
      steps_.push_back(std::move(step));
    };
    for (const bool first : {true, false})
      for (const HandlerPlan* handler : level.handlers) {
        if (handler->action != Action::create || first == handler->after.has_value()) continue;
        Step step;
        for (; handler->after && next <= *handler->after; ++next) {
          if (next < clear || own[next].name != "add") continue;
          step.ahead.push_back({"add", {{"name", std::string(own[next].value("name"))}}});
          step.ahead_values.push_back(values_of(own[next]));
          behind = own[next].value("name");
          ++index;
        }
        place_new(*handler, std::move(step));
      }
  }

  const Plan& plan_;
  const LevelPlaces places_;
  std::vector<Step> steps_;
};

}  // namespace

std::optional<Steps> steps_of(const Outcome& outcome) {
  if (!outcome.patched) return std::nullopt;
  Diagnostics known;  // it was read before, and every finding is in the outcome
  auto host = read_apphost(outcome.config, known);
  if (!host) return std::nullopt;
  std::vector<Step> steps = Planner(outcome.plan, *host).run();
  return Steps{std::move(*host), std::move(steps)};
}

std::vector<std::string> script_title(const Outcome& outcome) {
  std::vector<std::string> title = {"FastCGI from IIS 6 for IIS " + outcome.target.version +
                                    ", made by fcgi6to7"};
  for (const ReadIni& ini : outcome.inis) title.push_back("from " + ini.text.name());
  title.push_back("for a server whose configuration is " + outcome.config.name());
  return title;
}

std::string comment_text(std::string_view text, std::string_view unwanted) {
  std::string out;
  for (const char c : text) {
    const bool is_control = (c >= 0 && c < 0x20) || c == 0x7f;
    out += is_control || unwanted.find(c) != unwanted.npos ? '?' : c;
  }
  return out;
}

}  // namespace fcgi6to7
