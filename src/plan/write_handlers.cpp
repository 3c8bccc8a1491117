#include "plan/write_handlers.hpp"

#include <map>
#include <unordered_map>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// What a level gets.
struct LevelChanges {
  std::string level;  // as written
  std::vector<const HandlerPlan*> handlers;
  const AccessPlan* access = nullptr;
};

bool writes(Action action) {
  return action == Action::create || action == Action::set || action == Action::remove;
}

NewElement new_handler(const HandlerPlan& handler) {
  if (handler.action == Action::remove) return {"remove", {{"name", handler.name}}, {}};
  return {"add", handler.attributes, {}};
}

class Writer {
 public:
  Writer(Patch& patch, const AppHost& host) : patch_(patch), host_(host) {
    for (const Section& section : host.sections)
      if (section.name == "handlers") sections_.try_emplace(fold_case(section.level), &section);
    for (const Group& group : host.groups) {
      const auto [entry, is_new] = groups_.try_emplace(fold_case(group.level), &group);
      if (!is_new && entry->second->location && !group.location) entry->second = &group;
    }
    for (const Location& location : host.locations)
      locations_.try_emplace(fold_case(location.level), &location);
  }

  void write(const LevelChanges& changes) {
    const std::string key = fold_case(changes.level);
    if (const auto section = sections_.find(key); section != sections_.end())
      return change_section(section->second->element, changes);
    NewElement handlers{"handlers", {}, {}};
    if (changes.access) handlers.attributes.emplace_back("accessPolicy", changes.access->after);
    for (const HandlerPlan* handler : changes.handlers)
      handlers.children.push_back(new_handler(*handler));
    if (const auto group = groups_.find(key); group != groups_.end())
      return patch_.append(group->second->tag, {}, std::move(handlers));
    NewElement group{"system.webServer", {}, {std::move(handlers)}};
    if (const auto location = locations_.find(key); location != locations_.end())
      return patch_.append(location->second->tag, {}, std::move(group));
    if (key.empty()) return patch_.append(host_.root, {}, std::move(group));
    add_location({"location", {{"path", changes.level}}, {std::move(group)}});
  }

 private:
  void add_location(NewElement location) {
    if (host_.locations.empty())
      patch_.append(host_.root, {}, std::move(location));
    else
      patch_.insert_after(host_.root, host_.locations.back().tag, std::move(location));
  }

  // Right behind the last <clear />, else first: the first match wins.
  static const Element* first_place(const Element& section) {
    const Element* clear = nullptr;
    for (const Element& child : section.children)
      if (child.name == "clear") clear = &child;
    return clear;
  }

  void change_section(const Element& section, const LevelChanges& changes) {
    if (changes.access) set(section, nullptr, "accessPolicy", changes.access->after);
    const Element* first = first_place(section);
    for (const HandlerPlan* handler : changes.handlers) {
      if (handler->action == Action::set)
        change_handler(section.children[*handler->child], *handler);
      else
        patch_.insert(section.tag, section.children,
                      handler->after ? &section.children[*handler->after] : first,
                      new_handler(*handler));
    }
  }

  void change_handler(const Element& element, const HandlerPlan& handler) {
    for (const Change& change : handler.changes) {
      const Attribute* before = nullptr;  // the last one that stands before it in schema order
      for (const auto& [name, value] : handler.attributes) {
        if (name == change.attribute) break;
        if (const Attribute* present = element.find(name)) before = present;
      }
      set(element, before, change.attribute, *change.after);
    }
  }

  void set(const Element& element, const Attribute* before, const std::string& name,
           const std::string& value) {
    if (const Attribute* present = element.find(name))
      patch_.replace_value(*present, value);
    else
      patch_.add_attribute(element, before, name, value);
  }

  Patch& patch_;
  const AppHost& host_;
  std::unordered_map<std::string, const Section*> sections_;
  std::unordered_map<std::string, const Group*> groups_;
  std::unordered_map<std::string, const Location*> locations_;
};

}  // namespace

void write_handlers(Patch& patch, const Plan& plan, const AppHost& host) {
  std::vector<LevelChanges> levels;  // in the order of the plan
  std::map<std::string, std::size_t> places;
  const auto level_of = [&](const std::string& level) -> LevelChanges& {
    const auto [entry, is_new] = places.try_emplace(fold_case(level), levels.size());
    if (is_new) levels.push_back({level, {}, nullptr});
    return levels[entry->second];
  };
  for (const HandlerPlan& handler : plan.handlers)
    if (writes(handler.action)) level_of(handler.level).handlers.push_back(&handler);
  for (const AccessPlan& access : plan.access_policies) level_of(access.level).access = &access;
  if (levels.empty()) return;
  Writer writer(patch, host);
  for (const LevelChanges& level : levels) writer.write(level);
}

}  // namespace fcgi6to7
