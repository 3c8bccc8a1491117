#include "plan/buffer_limits.hpp"

#include <algorithm>
#include <unordered_map>

#include "plan/appcmd.hpp"
#include "plan/collisions.hpp"
#include "plan/effective_handlers.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view attribute = "responseBufferLimit";

class Settler {
 public:
  Settler(Plan& plan, const AppHost* host, const Context& context)
      : plan_(plan), context_(context) {
    for (const HandlerPlan& handler : plan.handlers) planned_[handler.named].push_back(&handler);
    if (host && context.options.handlers == Handlers::off) read_existing(*host);
  }

  void settle(WantedApplication& pool) {
    const WantedValue& limit = *pool.response_buffer_limit;
    Change change{Action::skip,
                  Fate::refused,
                  limit.rule,
                  limit.from,
                  std::string("handlers/").append(attribute),
                  {},
                  limit.value,
                  "",
                  false};
    const WantedApplication& serving = pool.successor ? *pool.successor : pool;
    if (!serving.left_out.empty())
      change.reason = serving.left_out;
    else if (context_.options.handlers != Handlers::off)
      take_planned(pool, change);
    else if (context_.options.response_buffer_limit)
      patch_existing(serving, limit, change);
    else
      explain(serving, limit, change);
    if (change.action == Action::skip) change.after.reset();
    if (change.action == Action::skip) change.attribute.clear();
    pool.answered.push_back(std::move(change));
  }

 private:
  struct Place {
    const Section* section;
    std::size_t child;
  };

  void read_existing(const AppHost& host) {
    for (const Section& section : host.sections) {
      if (section.name != "handlers") continue;
      for (std::size_t i = 0; i < section.element.children.size(); ++i) {
        const Element& child = section.element.children[i];
        if (!lists_fast_cgi(child.value("modules"))) continue;
        const std::string_view processor = child.value("scriptProcessor");
        const std::size_t bar = std::min(processor.find('|'), processor.size());
        const std::string_view arguments = processor.substr(std::min(bar + 1, processor.size()));
        existing_[application_key(processor.substr(0, bar), arguments)].push_back({&section, i});
      }
    }
  }

  void report(const WantedApplication& pool, Severity severity, std::string_view code, Span where,
              std::string phrase, std::string hint) {
    context_.diagnostics.add(severity, code, *pool.ini, where, std::move(phrase), std::move(hint));
  }

  const SettingRule& rule() const { return *context_.mapping.find_setting("ResponseBufferLimit"); }

  void warn(const WantedApplication& pool, const WantedValue& limit, std::string hint) {
    report(pool, Severity::warning, "PLN005", limit.where,
           rule().name + " is not carried over: it " + rule().did + "; IIS 7 has " + rule().instead,
           std::move(hint));
  }

  void ignore(Change& change) const {
    change.fate = Fate::ignored;
    change.reason = "IIS 7 has " + rule().instead;
  }

  void take_planned(const WantedApplication& pool, Change& change) {
    const auto found = planned_.find(pool.pool->name);
    if (found == planned_.end()) {
      warn(pool, *pool.response_buffer_limit,
           "No handler mapping of this plan leads to [" + pool.pool->name + "]");
      return ignore(change);
    }
    change.fate = Fate::none;
    change.action = Action::keep;
    std::string names;
    for (const HandlerPlan* handler : found->second) {
      if (handler->action != Action::keep) change.action = Action::create;
      names.append(names.empty() ? "" : ", ").append(handler->name);
    }
    change.reason = "on handler mapping " + names;
  }

  const std::vector<Place>& places(const WantedApplication& pool) const {
    static const std::vector<Place> none;
    const auto found = existing_.find(application_key(pool.full_path, pool.arguments));
    return found == existing_.end() ? none : found->second;
  }

  void patch_existing(const WantedApplication& pool, const WantedValue& limit, Change& change) {
    if (places(pool).empty()) {
      warn(pool, limit, "No handler mapping of the config leads to this pool");
      return ignore(change);
    }
    const auto [first, is_new] =
        patched_.try_emplace(application_key(pool.full_path, pool.arguments), &limit);
    if (!is_new && first->second->value != limit.value)
      return yield_to(*first->second, pool, limit, change);
    change.fate = Fate::none;
    change.action = Action::keep;
    change.reason = "on the handler mappings of the config";
    if (!is_new) return;
    for (const Place& place : places(pool)) {
      const Element& element = place.section->element.children[place.child];
      const Attribute* present = element.find(attribute);
      HandlerPlan handler{Action::keep,
                          place.section->level,
                          std::string(element.value("name")),
                          std::string(element.value("path")),
                          pool.pool->name,
                          pool.pool->name,
                          limit.from,
                          {},
                          {},
                          place.child,
                          std::nullopt,
                          "--response-buffer-limit"};
      for (const Attribute& a : element.attributes)
        if (a.name != attribute) handler.attributes.emplace_back(a.name, a.value);
      handler.attributes.emplace_back(attribute, limit.value);
      if (!present ||
          (present->value != limit.value && context_.options.existing == Existing::update)) {
        handler.action = change.action = Action::set;
        handler.changes.push_back(
            {present ? Action::set : Action::create, Fate::none, limit.rule, limit.from,
             std::string(attribute),
             present ? std::optional<std::string>(present->value) : std::nullopt, limit.value, "",
             false});
      }
      if (present && !change.before) change.before = present->value;
      plan_.handlers.push_back(std::move(handler));
    }
    if (change.action == Action::set && !change.before) change.action = Action::create;
  }

  // Pools that became one application lead to the same handler mappings.
  void yield_to(const WantedValue& first, const WantedApplication& pool, const WantedValue& limit,
                Change& change) {
    const std::string place = first.from.file + ":" + std::to_string(first.from.line);
    warn(pool, limit, "The same handler mappings get " + first.value + ", as " + place + " says");
    change.fate = Fate::superseded;
    change.reason = place + " says " + first.value + " for the same handler mappings";
  }

  void explain(const WantedApplication& pool, const WantedValue& limit, Change& change) {
    ignore(change);
    const auto [first, is_new] =
        explained_.try_emplace(application_key(pool.full_path, pool.arguments), &limit);
    if (!is_new)
      return warn(pool, limit,
                  "See " + first->second->from.file + ":" +
                      std::to_string(first->second->from.line) +
                      ", which concerns the same application");
    if (places(pool).empty())
      return warn(pool, limit,
                  "Run for each handler mapping of this pool: " +
                      appcmd_set_handler("", "HANDLER", attribute, limit.value));
    warn(pool, limit,
         "Pass --response-buffer-limit to set it on the handler mappings that lead to this pool, "
         "or run what the notes say");
    for (const Place& place : places(pool)) {
      const std::string name(place.section->element.children[place.child].value("name"));
      report(pool, Severity::note, "PLN121", limit.where,
             "the handler mapping '" + name + "' of the config leads to this pool",
             appcmd_set_handler(place.section->level, name, attribute, limit.value));
    }
  }

  Plan& plan_;
  const Context& context_;
  std::unordered_map<std::string, std::vector<const HandlerPlan*>>
      planned_;                                                    // by section that [Types] names
  std::unordered_map<std::string, std::vector<Place>> existing_;   // by application
  std::unordered_map<std::string, const WantedValue*> patched_;    // by application
  std::unordered_map<std::string, const WantedValue*> explained_;  // by application
};

}  // namespace

void settle_buffer_limits(std::vector<WantedApplication>& wanted, Plan& plan, const AppHost* host,
                          const Context& context) {
  Settler settler(plan, host, context);
  for (WantedApplication& pool : wanted)
    if (pool.response_buffer_limit) settler.settle(pool);
}

}  // namespace fcgi6to7
