#include "plan/applications.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "plan/collisions.hpp"
#include "plan/defaults.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view variable_prefix = "environmentVariables/";
constexpr std::string_view requests_attribute = "instanceMaxRequests";
constexpr const char* raised = "raised to instanceMaxRequests by --fix php-max-requests";

// Plans one application.
class Planner {
 public:
  Planner(const WantedApplication& wanted, const Element* existing, const Context& context)
      : wanted_(wanted),
        existing_(existing),
        context_(context),
        engine_(context.mapping.find_engine(wanted.full_path)) {
    if (!existing) return;
    for (const Element* variable : variables_of(*existing))
      existing_variables_.try_emplace(fold_case(variable->value("name")), variable->value("value"));
  }

  ApplicationPlan plan() {
    plan_.full_path = wanted_.full_path;
    plan_.arguments = wanted_.arguments;
    plan_.from = {wanted_.ini->name(), wanted_.pool->line, "[" + wanted_.pool->name + "]"};
    plan_.pools.push_back(wanted_.pool->name);
    if (wanted_.left_out.empty()) {
      for (const WantedValue& value : wanted_.values) plan_value(value);
      plan_defaults();
      for (const WantedVariable& variable : wanted_.variables) plan_variable(variable);
      plan_requests();
    }
    add_answers(wanted_);
    for (const WantedApplication* twin : wanted_.twins) {
      plan_.pools.push_back(twin->pool->name);
      add_answers(*twin);
    }
    sort_changes();
    plan_.action = overall();
    return std::move(plan_);
  }

 private:
  void report(Severity severity, std::string_view code, Span where, std::string phrase,
              std::string hint) {
    context_.diagnostics.add(severity, code, *wanted_.ini, where, std::move(phrase),
                             std::move(hint));
  }

  void add_answers(const WantedApplication& pool) {
    plan_.changes.insert(plan_.changes.end(), pool.answered.begin(), pool.answered.end());
  }

  void sort_changes() {
    // By file, the pool's own first, and by line; what no line says comes last.
    const auto place = [&](const Change& change) {
      return std::tuple(change.from.file != wanted_.ini->name(), std::string_view(change.from.file),
                        change.from.line == 0, change.from.line);
    };
    std::stable_sort(plan_.changes.begin(), plan_.changes.end(),
                     [&](const Change& a, const Change& b) { return place(a) < place(b); });
  }

  Action overall() const {
    if (!wanted_.left_out.empty()) return Action::skip;
    if (!existing_) return Action::create;
    const bool changes = std::any_of(
        plan_.changes.begin(), plan_.changes.end(),
        [](const Change& c) { return c.action == Action::set || c.action == Action::create; });
    return changes ? Action::set : Action::keep;
  }

  // The heart of it: what the config has, what the ini says, and who wins.
  void settle(Change change, const std::optional<std::string>& before, const std::string& after,
              Span where) {
    change.before = before;
    change.after = after;
    if (!before) {
      change.action = Action::create;
    } else if (*before == after) {
      change.action = Action::keep;
    } else if (context_.options.existing == Existing::update) {
      change.action = Action::set;
    } else {
      change.action = Action::keep;
      change.after = before;
      change.reason = "the config has another value, and --existing keep says it stays";
      if (context_.options.existing == Existing::fail) refuse(change, where);
    }
    plan_.changes.push_back(std::move(change));
  }

  void refuse(Change& change, Span where) {
    change.action = Action::skip;
    change.fate = Fate::refused;
    change.reason = "the config has another value, and --existing fail forbids to change it";
    report(
        Severity::error, "PLN050", where,
        change.rule + ": the config already has another value for " + change.attribute +
            " of this application",
        "Pass --existing update to take the ini's values, or --existing keep to keep the config's");
  }

  void plan_value(const WantedValue& value) {
    Change change{Action::skip, Fate::none, value.rule, value.from, value.attribute,
                  {},           {},         "",         false};
    const Attribute* present = existing_ ? existing_->find(value.attribute) : nullptr;
    const bool is_key = value.attribute == "fullPath" || value.attribute == "arguments";
    if (is_key && existing_) {
      change.action = Action::keep;
      change.before = change.after = std::string(existing_->value(value.attribute));
      if (*change.before != value.value) change.reason = "the same key, spelt otherwise";
      plan_.changes.push_back(std::move(change));
      return;
    }
    settle(std::move(change), present ? std::optional<std::string>(present->value) : std::nullopt,
           value.value, value.where);
  }

  void plan_variable(const WantedVariable& variable) {
    Change change{Action::skip,
                  Fate::none,
                  "EnvironmentVars",
                  variable.from,
                  std::string(variable_prefix) + variable.name,
                  {},
                  {},
                  "",
                  false};
    std::string value = variable.value;
    if (context_.options.fix_php_max_requests && ends_itself() &&
        equal_without_case(variable.name, engine_->requests_variable) &&
        requests_of(value) < requests_in_force()) {
      value = std::to_string(requests_in_force());
      change.reason = raised;
    }
    settle(std::move(change), existing_variable(variable.name), value, variable.where);
  }

  std::optional<std::string> existing_variable(std::string_view name) const {
    const auto found = existing_variables_.find(fold_case(name));
    if (found == existing_variables_.end()) return std::nullopt;
    return std::string(found->second);
  }

  void plan_defaults() {
    for (const SettingRule& rule : context_.mapping.settings) {
      const AttributeRule* attribute = context_.target.find(rule.attribute);
      if (!attribute || !attribute->default_value || wanted_.find(rule.attribute)) continue;
      const auto value = certain_default(rule, context_);
      if (!value || *value == *attribute->default_value || names_setting(rule)) continue;
      plan_default(rule, *attribute, *value);
    }
  }

  // A setting that is there but was refused or skipped is answered already.
  bool names_setting(const SettingRule& rule) const {
    return std::any_of(wanted_.answered.begin(), wanted_.answered.end(), [&](const Change& c) {
      return c.rule == rule.name && c.fate == Fate::refused &&
             c.reason != "no value: the default holds";
    });
  }

  void plan_default(const SettingRule& rule, const AttributeRule& attribute,
                    const std::string& value) {
    const std::string was = "IIS 6's default " + value + ", where IIS " + context_.target.version +
                            " has " + *attribute.default_value;
    // Member by member: nested braces would free a string twice when memory runs out (GCC 12).
    Change change;
    change.rule = rule.name;
    change.from.file = wanted_.ini->name();
    change.from.text = "(default) " + rule.name + "=" + value;
    change.attribute = rule.attribute;
    change.reason = was;
    if (const Attribute* present = existing_ ? existing_->find(rule.attribute) : nullptr) {
      change.action = Action::keep;
      change.before = change.after = present->value;
      change.reason = "the config says so; IIS 6's default was " + value;
    } else if (const std::string why = attribute.refuses(value); !why.empty()) {
      report(Severity::warning, "PLN031", wanted_.pool->where,
             rule.name + " is not set, and IIS 6's default " + value + " is not legal on IIS " +
                 context_.target.version + " (" + why + "): the pool gets " +
                 *attribute.default_value,
             "Set " + rule.name + " in the ini to the number that the server needs");
      change.fate = Fate::refused;
      change.reason = "not legal on this IIS: " + why;
    } else if (context_.options.defaults == Defaults::keep) {
      report(Severity::warning, "PLN033", wanted_.pool->where,
             rule.name + " is not set: it was " + value + " on IIS 6 and becomes " +
                 *attribute.default_value,
             "Pass --defaults pin to keep what the server had");
      change.fate = Fate::refused;
      change.reason = "--defaults keep: " + was;
    } else if (would_bring_fault_back(rule, value)) {
      change.fate = Fate::refused;
      change.reason = "not pinned: " + wanted_.full_path.substr(wanted_.full_path.rfind('\\') + 1) +
                      " ends after " + std::to_string(requests_limit()) +
                      " requests, so more of them would bring errors 500 in mid-pool";
      report(Severity::note, "PLN035", wanted_.pool->where,
             "InstanceMaxRequests is not set; IIS 6's default " + value + " is " + change.reason,
             "Pass --fix php-max-requests to pin it and to set " + engine_->requests_variable +
                 " as well");
    } else {
      change.action = Action::create;
      change.after = value;
      change.pinned = true;
    }
    plan_.changes.push_back(std::move(change));
  }

  bool would_bring_fault_back(const SettingRule& rule, const std::string& value) const {
    if (rule.attribute != requests_attribute || !ends_itself() ||
        context_.options.fix_php_max_requests)
      return false;
    return decimal(value).value_or(0) > requests_limit();
  }

  bool ends_itself() const { return engine_ && !engine_->requests_variable.empty(); }

  // After how many requests the engine ends by itself, by the variable that will be in force.
  unsigned long long requests_limit() const {
    std::optional<std::string> value = existing_variable(engine_->requests_variable);
    const WantedVariable* wanted = wanted_.find_variable(engine_->requests_variable);
    if (wanted && (!value || context_.options.existing == Existing::update)) value = wanted->value;
    return value ? requests_of(*value) : engine_->requests_default;
  }

  // 0 is no limit (php-cgi: cgi_main.c).
  unsigned long long requests_of(std::string_view variable) const {
    const auto limit = decimal(trim(variable)).value_or(engine_->requests_default);
    return limit == 0 ? std::numeric_limits<unsigned long long>::max() : limit;
  }

  unsigned long long requests_in_force() const {
    for (const Change& change : plan_.changes)
      if (change.attribute == requests_attribute && change.after)
        return decimal(*change.after).value_or(0);
    if (const Attribute* present = existing_ ? existing_->find(requests_attribute) : nullptr)
      return decimal(present->value).value_or(0);
    const AttributeRule* rule = context_.target.find(requests_attribute);
    return rule ? decimal(rule->default_value.value_or("0")).value_or(0) : 0;
  }

  void plan_requests() {
    if (!ends_itself()) return;
    const unsigned long long served = requests_in_force();
    const unsigned long long limit = requests_limit();
    if (limit >= served) return;
    const std::string& name = engine_->requests_variable;
    if (context_.options.fix_php_max_requests) return fix_requests(name, std::to_string(served));
    const WantedVariable* variable = wanted_.find_variable(name);
    const WantedValue* requests = wanted_.find(requests_attribute);
    report(Severity::warning, "PLN034",
           variable   ? variable->where
           : requests ? requests->where
                      : wanted_.pool->where,
           "the program ends after " + std::to_string(limit) + " requests (" + name +
               (variable ? ")" : " is not set)") + ", before IIS recycles it after " +
               std::to_string(served) + ": errors 500 in mid-pool",
           "Set " + name + " to " + std::to_string(served) +
               " or more, or pass --fix php-max-requests");
  }

  void fix_requests(const std::string& name, const std::string& value) {
    const std::string attribute = std::string(variable_prefix) + name;
    const auto planned =
        std::find_if(plan_.changes.begin(), plan_.changes.end(),
                     [&](const Change& c) { return equal_without_case(c.attribute, attribute); });
    if (planned != plan_.changes.end()) {
      if (planned->fate == Fate::refused) return;
      planned->after = value;
      planned->action = planned->before == value ? Action::keep
                        : planned->before        ? Action::set
                                                 : Action::create;
      planned->reason = raised;
      return;
    }
    Change change{Action::create,
                  Fate::none,
                  "EnvironmentVars",
                  {wanted_.ini->name(), 0, "(--fix php-max-requests)"},
                  attribute,
                  existing_variable(name),
                  value,
                  "so that the program outlives instanceMaxRequests",
                  false};
    if (change.before) change.action = Action::set;
    if (change.before && context_.options.existing == Existing::fail) {
      change.after = change.before;
      refuse(change, wanted_.pool->where);
    }
    plan_.changes.push_back(std::move(change));
  }

  const WantedApplication& wanted_;
  const Element* existing_;
  const Context& context_;
  const Engine* engine_;
  std::unordered_map<std::string, std::string_view> existing_variables_;
  ApplicationPlan plan_;
};

}  // namespace

ExistingApplications::ExistingApplications(const Element* fast_cgi) : fast_cgi_(fast_cgi) {
  if (!fast_cgi) return;
  for (const Element& application : fast_cgi->children)
    if (application.name == "application")
      by_key_.try_emplace(
          application_key(application.value("fullPath"), application.value("arguments")),
          &application);
}

const Element* ExistingApplications::find(std::string_view full_path,
                                          std::string_view arguments) const {
  const auto found = by_key_.find(application_key(full_path, arguments));
  return found == by_key_.end() ? nullptr : found->second;
}

std::size_t ExistingApplications::index_of(const Element& application) const {
  return static_cast<std::size_t>(&application - fast_cgi_->children.data());
}

std::vector<const Element*> variables_of(const Element& application) {
  std::vector<const Element*> variables;
  for (const Element& child : application.children)
    if (child.name == "environmentVariables")
      for (const Element& variable : child.children)
        if (variable.name == "environmentVariable") variables.push_back(&variable);
  return variables;
}

std::vector<ApplicationPlan> plan_applications(const std::vector<WantedApplication>& wanted,
                                               const ExistingApplications& existing,
                                               const Context& context) {
  std::vector<ApplicationPlan> plans;
  std::unordered_map<const WantedApplication*, bool> is_twin;
  for (const WantedApplication& pool : wanted)
    for (const WantedApplication* twin : pool.twins) is_twin[twin] = true;
  for (const WantedApplication& pool : wanted) {
    if (is_twin.contains(&pool)) continue;
    const Element* present =
        pool.left_out.empty() ? existing.find(pool.full_path, pool.arguments) : nullptr;
    plans.push_back(Planner(pool, present, context).plan());
    if (present) plans.back().existing = existing.index_of(*present);
  }
  return plans;
}

}  // namespace fcgi6to7
