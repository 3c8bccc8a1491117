#include "plan/collisions.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "plan/defaults.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

using Group = std::vector<WantedApplication*>;

using Behaviour = std::map<std::string, std::string>;

// What the pool's processes will run with, defaults of IIS 6 included where they are certain.
Behaviour behaviour(const WantedApplication& pool, const Context& context) {
  Behaviour all;
  for (const SettingRule& rule : context.mapping.settings)
    if (const auto value = certain_default(rule, context); value && !rule.ignored())
      all[rule.attribute] = *value;
  for (const WantedValue& value : pool.values)
    if (value.attribute != "fullPath" && value.attribute != "arguments")
      all[value.attribute] = value.value;
  for (const WantedVariable& variable : pool.variables)
    all["environmentVariables/" + fold_case(variable.name)] = variable.value;
  return all;
}

// The names of what differs; never values, which may be secrets.
std::string differences(const WantedApplication& a, const WantedApplication& b,
                        const Context& context) {
  const auto of_a = behaviour(a, context);
  auto of_b = behaviour(b, context);
  std::string names;
  const auto add = [&](const std::string& name) {
    names.append(names.empty() ? "" : ", ").append(name);
  };
  for (const auto& [name, value] : of_a) {
    const auto other = of_b.find(name);
    if (other == of_b.end() || other->second != value) add(name);
    if (other != of_b.end()) of_b.erase(other);
  }
  for (const auto& [name, value] : of_b) add(name);
  return names;
}

std::string named(const WantedApplication& pool) {
  return "[" + pool.pool->name + "] (" + pool.ini->name() + ":" + std::to_string(pool.pool->line) +
         ")";
}

void answer_all(WantedApplication& pool, Fate fate, const std::string& reason) {
  for (WantedValue& value : pool.values)
    pool.answered.push_back(
        {Action::skip, fate, value.rule, std::move(value.from), "", {}, {}, reason, false});
  for (WantedVariable& variable : pool.variables)
    pool.answered.push_back({Action::skip,
                             fate,
                             "EnvironmentVars",
                             std::move(variable.from),
                             "",
                             {},
                             {},
                             reason,
                             false});
  pool.values.clear();
  pool.variables.clear();
  pool.left_out = reason;
}

std::string plain_name(std::string_view pool) {
  std::string name;
  for (const char c : pool) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '.' || c == '_' || c == '-';
    name += plain ? c : '_';
  }
  return name;
}

class Settler {
 public:
  Settler(std::vector<WantedApplication>& wanted, const Context& context)
      : wanted_(wanted), context_(context) {}

  void settle() {
    std::vector<std::string> order;
    std::unordered_map<std::string, Group> groups;
    for (WantedApplication& pool : wanted_) {
      if (!pool.left_out.empty()) continue;
      const std::string key = application_key(pool.full_path, pool.arguments);
      keys_.insert(key);
      Group& group = groups[key];
      if (group.empty()) order.push_back(key);
      group.push_back(&pool);
    }
    for (const std::string& key : order)
      if (Group& group = groups[key]; group.size() > 1) settle_group(group);
    warn_about_spellings();
  }

 private:
  void report(Severity severity, std::string_view code, const WantedApplication& pool,
              std::string phrase, std::string hint) {
    context_.diagnostics.add(severity, code, *pool.ini, pool.pool->where, std::move(phrase),
                             std::move(hint));
  }

  void settle_group(Group& group) {
    // By the precedence of [Types], then by line; pools that nothing names come last.
    std::stable_sort(group.begin(), group.end(), [](const auto* a, const auto* b) {
      return a->scope.value_or(Scope{99}) < b->scope.value_or(Scope{99});
    });
    WantedApplication& first = *group.front();
    std::map<Behaviour, WantedApplication*> distinct = {{behaviour(first, context_), &first}};
    std::vector<std::pair<WantedApplication*, std::string>> rivals;  // and in what they differ
    for (std::size_t i = 1; i < group.size(); ++i) {
      const auto [twin, is_new] = distinct.try_emplace(behaviour(*group[i], context_), group[i]);
      if (is_new)
        rivals.emplace_back(group[i], differences(first, *group[i], context_));
      else
        join(*twin->second, *group[i]);
    }
    for (const auto& [rival, what] : rivals) settle_pair(first, *rival, what);
  }

  void join(WantedApplication& first, WantedApplication& twin) {
    report(Severity::note, "PLN041", twin,
           named(twin) + " has the program and settings of " + named(first) +
               "; they become one application",
           "");
    answer_all(twin, Fate::superseded, "the same as [" + first.pool->name + "]");
    first.twins.push_back(&twin);
    twin.successor = &first;
  }

  void settle_pair(WantedApplication& first, WantedApplication& later, const std::string& what) {
    if (context_.options.collisions == Collisions::separate) return separate(first, later, what);
    const bool refuse = context_.options.collisions == Collisions::refuse;
    const std::string both =
        named(later) + " and " + named(first) +
        " have one executable and arguments, which is one key on IIS 7, but differ in " + what;
    if (refuse) {
      report(Severity::error, "PLN040", later, both,
             "Pass --collisions separate to keep both apart, or --collisions first to keep [" +
                 first.pool->name + "] alone; or make their Arguments or their settings alike");
      // Neither can be chosen, so with --partial neither is migrated.
      if (first.left_out.empty())
        answer_all(first, Fate::refused,
                   "its key collides with that of [" + later.pool->name + "]");
      answer_all(later, Fate::refused, "its key collides with that of [" + first.pool->name + "]");
    } else {
      report(Severity::warning, "PLN042", later, both + "; [" + first.pool->name + "] wins", "");
      later.successor = &first;
      answer_all(later, Fate::superseded, "--collisions first: [" + first.pool->name + "] wins");
    }
  }

  void separate(const WantedApplication& first, WantedApplication& later, const std::string& what) {
    const Engine* engine = context_.mapping.find_engine(later.full_path);
    if (!engine || engine->separate_with.empty()) {
      report(Severity::error, "PLN044", later,
             named(later) + " collides with " + named(first) + " (they differ in " + what +
                 "), and no harmless argument is known for its program",
             "Add a row for the program to engines.ini (--mappings), or change Arguments by hand");
      return answer_all(later, Fate::refused,
                        "no argument tells it apart from [" + first.pool->name + "]");
    }
    const std::string base = plain_name(later.pool->name);
    std::string arguments;
    do {
      const int n = ++uses_[base];
      const std::string name = base + (n > 1 ? "-" + std::to_string(n) : "");
      std::string switch_text = engine->separate_with;
      switch_text.replace(switch_text.find("{pool}"), 6, name);
      arguments = later.arguments.empty() ? switch_text : later.arguments + " " + switch_text;
    } while (!keys_.insert(application_key(later.full_path, arguments)).second);
    report(Severity::note, "PLN043", later,
           named(later) + " gets the arguments '" + arguments +
               "', so that IIS 7 keeps it apart from " + named(first),
           "");
    set_arguments(later, std::move(arguments));
  }

  static void set_arguments(WantedApplication& pool, std::string arguments) {
    pool.arguments = std::move(arguments);
    for (WantedValue& value : pool.values)
      if (value.attribute == "arguments") {
        value.value = pool.arguments;
        return;
      }
    pool.values.push_back({"Arguments",
                           "arguments",
                           pool.arguments,
                           {pool.ini->name(), pool.pool->line, "[" + pool.pool->name + "]"},
                           pool.pool->where});
  }

  // Two spellings of one program are two keys, so nothing is lost; but probably one was meant.
  void warn_about_spellings() {
    std::unordered_map<std::string, const WantedApplication*> seen;
    for (const WantedApplication& pool : wanted_) {
      if (!pool.left_out.empty()) continue;
      const auto [entry, is_new] = seen.try_emplace(
          application_key(spelt_out(pool.full_path), spelt_out(pool.arguments)), &pool);
      if (is_new) continue;
      report(Severity::warning, "PLN045", pool,
             named(pool) + " and " + named(*entry->second) +
                 " probably are one program, spelt with and without %VAR%; they become two "
                 "applications",
             "Spell both alike if one process pool is meant");
    }
  }

  std::string spelt_out(std::string_view text) const {
    std::string out;
    while (!text.empty()) {
      std::size_t taken = 0;
      if (text.front() == '%')
        for (const auto& [variable, value] : context_.mapping.usual_values)
          if (taken == 0 && starts_with_without_case(text, variable)) {
            out += value;
            taken = variable.size();
          }
      if (taken == 0) out += text.front();
      text.remove_prefix(std::max<std::size_t>(taken, 1));
    }
    return out;
  }

  std::vector<WantedApplication>& wanted_;
  const Context& context_;
  std::unordered_set<std::string> keys_;       // of all pools, with those given out
  std::unordered_map<std::string, int> uses_;  // of a plain name
};

}  // namespace

std::string application_key(std::string_view full_path, std::string_view arguments) {
  return fold_case(full_path) + "\n" + fold_case(arguments);
}

void settle_collisions(std::vector<WantedApplication>& wanted, const Context& context) {
  Settler(wanted, context).settle();
}

}  // namespace fcgi6to7
