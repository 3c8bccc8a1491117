#include "plan/write.hpp"

#include <algorithm>
#include <unordered_map>

#include "apphost/patch.hpp"
#include "plan/applications.hpp"
#include "plan/write_handlers.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view section_path = "system.webServer/fastCgi";

bool is_locked(const Element& section) {
  const auto lists_application = [&](std::string_view attribute) {
    const std::string_view list = section.value(attribute);
    return list == "*" || list.find("application") != list.npos;
  };
  return section.value("lockItem") == "true" || lists_application("lockElements") ||
         section.find("lockAllElementsExcept") != nullptr;
}

NewElement new_variable(const Change& change) {
  return {"environmentVariable",
          {{"name", std::string(change.variable())}, {"value", *change.after}},
          {}};
}

// Changes of attributes in the order in which IIS writes them.
std::vector<const Change*> attribute_changes(const ApplicationPlan& plan,
                                             const TargetSchema& schema) {
  std::vector<const Change*> changes;
  for (const Change& change : plan.changes)
    if (change.writes() && change.is_attribute()) changes.push_back(&change);
  std::stable_sort(changes.begin(), changes.end(), [&](const Change* a, const Change* b) {
    return schema.order(a->attribute) < schema.order(b->attribute);
  });
  return changes;
}

NewElement new_application(const ApplicationPlan& plan, const TargetSchema& schema) {
  NewElement application{"application", {}, {}};
  for (const Change* change : attribute_changes(plan, schema))
    application.attributes.emplace_back(change->attribute, *change->after);
  NewElement variables{"environmentVariables", {}, {}};
  for (const Change& change : plan.changes)
    if (change.writes() && !change.variable().empty())
      variables.children.push_back(new_variable(change));
  if (!variables.children.empty()) application.children.push_back(std::move(variables));
  return application;
}

// The last attribute that IIS would write before a new one.
const Attribute* attribute_before(const Element& element, std::string_view name,
                                  const TargetSchema& schema) {
  const Attribute* before = nullptr;
  for (const Attribute& attribute : element.attributes)
    if (schema.order(attribute.name) < schema.order(name)) before = &attribute;
  return before;
}

void set_variable(Patch& patch, const Element& variable, const std::string& value) {
  if (const Attribute* present = variable.find("value"))
    patch.replace_value(*present, value);
  else
    patch.add_attribute(variable, variable.find("name"), "value", value);
}

void patch_application(Patch& patch, const Element& application, const ApplicationPlan& plan,
                       const TargetSchema& schema) {
  for (const Change* change : attribute_changes(plan, schema)) {
    if (const Attribute* present = application.find(change->attribute))
      patch.replace_value(*present, *change->after);
    else
      patch.add_attribute(application, attribute_before(application, change->attribute, schema),
                          change->attribute, *change->after);
  }
  std::unordered_multimap<std::string, const Element*> variables;
  for (const Element* variable : variables_of(application))
    variables.emplace(fold_case(variable->value("name")), variable);
  const Element* list = application.child("environmentVariables");
  NewElement new_list{"environmentVariables", {}, {}};
  for (const Change& change : plan.changes) {
    if (!change.writes() || change.variable().empty()) continue;
    if (change.action == Action::create) {
      if (list)
        patch.append(list->tag, list->children, new_variable(change));
      else
        new_list.children.push_back(new_variable(change));
      continue;
    }
    const auto [begin, end] = variables.equal_range(fold_case(change.variable()));
    for (auto variable = begin; variable != end; ++variable)
      set_variable(patch, *variable->second, *change.after);
  }
  if (!new_list.children.empty())
    patch.append(application.tag, application.children, std::move(new_list));
}

const Group* group_for_section(const AppHost& host) {
  const Group* found = nullptr;
  for (const Group& group : host.groups)
    if (group.level.empty() && (!found || (found->location && !group.location))) found = &group;
  return found;
}

}  // namespace

std::optional<FastCgiPlace> find_fast_cgi(const SourceText& config, const AppHost& host,
                                          Diagnostics& diagnostics) {
  const auto refuse = [&](std::string_view code, Span where, std::string phrase, std::string hint) {
    diagnostics.add(Severity::error, code, config, where, std::move(phrase), std::move(hint));
    return std::nullopt;
  };
  const auto start = [](const Section* section) {
    return Span{section->element.tag.begin, section->element.tag.inside};
  };
  if (!host.declared.contains(section_path))
    return refuse(
        "CFG010", {host.root.begin, host.root.inside},
        "configSections does not declare " + std::string(section_path) + ", so IIS would refuse it",
        "Install the CGI role service (or pass the whole applicationHost.config, not a part of "
        "it)");
  const std::vector<const Section*> sections = host.find("fastCgi", "");
  if (sections.size() > 1)
    return refuse("CFG011", start(sections[1]),
                  "<fastCgi> stands more than once at server level; IIS refuses such a file",
                  "Merge both into one (the other is in line " +
                      std::to_string(config.place(sections[0]->element.tag.begin).line) + ")");
  if (sections.empty()) return FastCgiPlace{nullptr, group_for_section(host)};
  const Section* section = sections.front();
  if (section->element.find("configSource"))
    return refuse("CFG013", start(section), "configSource moves <fastCgi> to another file",
                  "Migrate into that file's section by hand, or move the section back");
  if (is_locked(section->element))
    return refuse("CFG012", start(section), "<fastCgi> is locked",
                  "Remove the lock attributes for the migration");
  return FastCgiPlace{section, nullptr};
}

std::vector<Edit> write_plan(const Plan& plan, const SourceText& config, const AppHost& host,
                             const FastCgiPlace& place, const TargetSchema& schema) {
  Patch patch(config, host);
  NewElement section{"fastCgi", {}, {}};
  for (const ApplicationPlan& application : plan.applications) {
    if (application.action == Action::create) {
      if (place.section)
        patch.append(place.section->element.tag, place.section->element.children,
                     new_application(application, schema));
      else
        section.children.push_back(new_application(application, schema));
    } else if (application.action == Action::set) {
      patch_application(patch, place.section->element.children[*application.existing], application,
                        schema);
    }
  }
  if (!section.children.empty()) {
    if (place.group)
      patch.append(place.group->tag, {}, std::move(section));
    else
      patch.append(host.root, {}, NewElement{"system.webServer", {}, {std::move(section)}});
  }
  write_handlers(patch, plan, host);
  return std::move(patch).edits();
}

}  // namespace fcgi6to7
