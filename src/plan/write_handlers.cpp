#include "plan/write_handlers.hpp"

#include "apphost/level_places.hpp"
#include "plan/level_changes.hpp"

namespace fcgi6to7 {
namespace {

class Writer {
 public:
  Writer(Patch& patch, const AppHost& host) : patch_(patch), host_(host), places_(host) {}

  void write(const LevelChanges& changes) {
    if (const Section* section = places_.section("handlers", changes.level))
      return change_section(section->element, changes);
    NewElement handlers{"handlers", {}, {}};
    if (changes.access) handlers.attributes.emplace_back("accessPolicy", changes.access->after);
    for (const HandlerPlan* handler : changes.handlers)
      handlers.children.push_back(new_element(*handler));
    if (const Group* group = places_.group(changes.level))
      return patch_.append(group->tag, {}, std::move(handlers));
    NewElement group{"system.webServer", {}, {std::move(handlers)}};
    if (const Location* location = places_.location(changes.level))
      return patch_.append(location->tag, {}, std::move(group));
    if (changes.level.empty()) return patch_.append(host_.root, {}, std::move(group));
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
                      new_element(*handler));
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
  const LevelPlaces places_;
};

}  // namespace

void write_handlers(Patch& patch, const Plan& plan, const AppHost& host) {
  const std::vector<LevelChanges> levels = changes_by_level(plan);
  if (levels.empty()) return;
  Writer writer(patch, host);
  for (const LevelChanges& level : levels) writer.write(level);
}

}  // namespace fcgi6to7
