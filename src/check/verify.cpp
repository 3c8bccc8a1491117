#include "check/verify.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "check/server_model.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view lock_attributes[] = {
    "lockAttributes",        "lockElements", "lockAllAttributesExcept",
    "lockAllElementsExcept", "lockItem",     "configProtectionProvider"};

bool is_lock(std::string_view name) {
  return name == "xmlns" || name.starts_with("xmlns:") ||
         std::find(std::begin(lock_attributes), std::end(lock_attributes), name) !=
             std::end(lock_attributes);
}

// Whether a stretch between two tags holds more than blanks and comments.
bool holds_text(std::string_view gap) {
  while (true) {
    gap = trim(gap);
    while (gap.starts_with('\n')) gap = trim(gap.substr(1));
    if (gap.empty()) return false;
    const bool comment = gap.starts_with("<!--");
    if (!comment && !gap.starts_with("<?")) return true;
    const std::size_t end = comment ? gap.find("-->", 4) : gap.find("?>", 2);
    if (end == gap.npos) return false;
    gap.remove_prefix(end + (comment ? 3 : 2));
  }
}

// What a section leaves at its level; what it inherits stays with the level above.
struct Level {
  const Level* above = nullptr;
  bool cleared = false;
  std::unordered_map<std::string, const Element*> items;
  std::unordered_set<std::string> removed;

  const Element* find(const std::string& key) const {
    for (const Level* level = this; level; level = level->above) {
      if (const auto found = level->items.find(key); found != level->items.end())
        return found->second;
      if (level->cleared || level->removed.contains(key)) return nullptr;
    }
    return nullptr;
  }
};

struct Occurrence {
  const Element* section;
  std::string level;
};

// The key of an item: its key attributes, folded unless case counts.
std::string key_of(const SectionRule& rule, const Element& item) {
  std::string key;
  for (const AttributeRule& attribute : rule.item) {
    if (!attribute.key) continue;
    key += item.value(attribute.name);
    key += '\n';
  }
  return rule.key_has_case ? key : fold_case(key);
}

class Verifier {
 public:
  Verifier(const SourceText& xml, const Element& root, const TargetSchema& target,
           const Mapping& mapping, Diagnostics& diagnostics)
      : xml_(xml), root_(root), diagnostics_(diagnostics) {
    rules_.push_back(fast_cgi_section(target));
    for (const SectionRule& rule : mapping.sections)
      if (!rule.add.empty()) rules_.push_back(rule);
    found_.resize(rules_.size());
    levels_.resize(rules_.size());
  }

  void run() {
    for (const Element& child : root_.children) {
      if (child.name != "configSections") continue;
      if (&child != &root_.children.front())
        fail("VER010", child, "<configSections> is not the first child of <configuration>",
             "Move it to the top");
      declare(child, "");
    }
    for (const Element& child : root_.children) {
      if (child.name == "location")
        read_location(child);
      else
        walk(child, std::string(child.name), "");
    }
    for (std::size_t i = 0; i < rules_.size(); ++i)
      for (const auto& [level, occurrences] : found_[i]) check_place(i, occurrences);
    for (std::size_t i = 0; i < rules_.size(); ++i) check_keys(i);
    check_references();
  }

 private:
  using Occurrences = std::map<std::string, std::vector<Occurrence>>;  // by folded level

  void fail(std::string_view code, Span where, std::string phrase, std::string hint) {
    diagnostics_.add(Severity::error, code, xml_, where, std::move(phrase), std::move(hint));
  }
  void fail(std::string_view code, const Element& at, std::string phrase, std::string hint) {
    fail(code, Span{at.tag.begin, at.tag.inside}, std::move(phrase), std::move(hint));
  }
  std::string line_of(const Element& element) const {
    return std::to_string(xml_.place(element.tag.begin).line);
  }

  void declare(const Element& group, const std::string& prefix) {
    for (const Element& child : group.children) {
      const std::string path = prefix + std::string(child.value("name"));
      if (child.name == "sectionGroup") declare(child, path + "/");
      if (child.name == "section" && !declared_.emplace(path, &child).second)
        fail("VER010", child, "section " + path + " is declared twice",
             "Remove one of the two declarations");
    }
  }

  void read_location(const Element& location) {
    for (const Attribute& attribute : location.attributes) {
      const std::string_view name = attribute.name;
      if (name == "overrideMode" && attribute.value != "Inherit" && attribute.value != "Allow" &&
          attribute.value != "Deny")
        fail("VER011", attribute.value_at, "overrideMode is '" + std::string(attribute.value) + "'",
             "Write Inherit, Allow or Deny");
      else if (name != "path" && name != "overrideMode" && name != "allowOverride" &&
               name != "inheritInChildApplications")
        fail("VER011", location, "<location> has no attribute '" + std::string(name) + "'",
             "Remove the attribute, or correct its spelling");
    }
    const std::string level = location_level(location.value("path"));
    for (const Element& child : location.children) walk(child, std::string(child.name), level);
  }

  void walk(const Element& element, const std::string& path, const std::string& level) {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      if (path == rules_[i].path) {
        found_[i][fold_case(level)].push_back({&element, level});
        return;
      }
    }
    if (path != "system.webServer" && path != "system.webServer/security") return;
    for (const Element& child : element.children)
      walk(child, path + "/" + std::string(child.name), level);
  }

  void check_place(std::size_t rule, const std::vector<Occurrence>& occurrences) {
    const std::string& path = rules_[rule].path;
    const auto declared = declared_.find(path);
    for (const Occurrence& occurrence : occurrences) {
      if (declared == declared_.end()) {
        fail("VER007", *occurrence.section, "section " + path + " is not declared",
             "Declare it in <configSections>, or install the role service that does");
      } else if (!occurrence.level.empty()) {
        const std::string_view allowed = declared->second->value("allowDefinition");
        const bool forbidden = declared->second->value("allowLocation") == "false";
        // IIS reads it from a location of applicationHost.config, and means the whole server.
        if (forbidden || allowed == "AppHostOnly" || allowed == "MachineOnly")
          diagnostics_.add(forbidden ? Severity::error : Severity::warning, "VER008", xml_,
                           {occurrence.section->tag.begin, occurrence.section->tag.inside},
                           "section " + path + " is meant for server level, and stands at '" +
                               occurrence.level + "'",
                           "Move its content to the section at server level");
      }
      check_section(*occurrence.section, rules_[rule]);
    }
    if (occurrences.size() > 1)
      fail("VER006", *occurrences[1].section,
           "section " + path + " stands " + std::to_string(occurrences.size()) +
               " times at one level, first at line " + line_of(*occurrences[0].section),
           "Move everything into one of them");
  }

  void check_attributes(const Element& element, const std::vector<AttributeRule>& rules,
                        bool keys_alone = false) {
    for (const Attribute& attribute : element.attributes) {
      if (is_lock(attribute.name)) continue;
      const AttributeRule* rule = find_rule(rules, attribute.name);
      if (!rule) {
        fail("VER002", element,
             "<" + std::string(element.name) + "> has no attribute '" +
                 std::string(attribute.name) + "'",
             spelling_hint(rules, attribute.name));
        continue;
      }
      if (const std::string why = rule->refuses(attribute.value); !why.empty())
        fail("VER003", attribute.value_at,
             "IIS refuses " + std::string(attribute.name) + " '" + std::string(attribute.value) +
                 "': " + why,
             "Correct the value");
      if (keys_alone && !rule->key)
        fail("VER002", element,
             "'" + std::string(attribute.name) + "' is no key of <" + std::string(element.name) +
                 ">",
             "Remove the attribute");
    }
    for (const AttributeRule& rule : rules)
      if (rule.required && (rule.key || !keys_alone) && !element.find(rule.name))
        fail("VER004", element, "<" + std::string(element.name) + "> lacks '" + rule.name + "'",
             "Add the attribute");
  }

  static std::string spelling_hint(const std::vector<AttributeRule>& rules, std::string_view name) {
    for (const AttributeRule& rule : rules)
      if (equal_without_case(rule.name, name)) return "Write " + rule.name;
    return "Remove it, or pass --schema or --target of the IIS that has it";
  }

  void check_text(const Element& element) {
    std::size_t at = element.tag.inside;
    bool found = false;
    for (const Element& child : element.children) {
      found = found || holds_text(xml_.slice({at, child.tag.begin}));
      at = child.tag.end;
    }
    if (found || holds_text(xml_.slice({at, std::max<std::size_t>(at, element.tag.close)})))
      fail("VER001", element, "<" + std::string(element.name) + "> holds text", "Remove the text");
  }

  void unknown(const Element& child, const Element& parent) {
    if (child.name != "EncryptedData")
      fail("VER001", child,
           "<" + std::string(parent.name) + "> takes no <" + std::string(child.name) + ">",
           "Remove the element, or correct its spelling");
  }

  void check_section(const Element& section, const SectionRule& rule) {
    check_text(section);
    check_attributes(section, rule.own);
    for (const Element& child : section.children) {
      if (child.name == rule.add)
        check_item(child, rule);
      else if (rule.removes && child.name == "remove")
        check_attributes(child, rule.item, true);
      else if (rule.removes && child.name == "clear")
        check_clear(child);
      else
        unknown(child, section);
    }
  }

  void check_clear(const Element& clear) {
    if (!clear.attributes.empty())
      fail("VER002", clear, "<clear> has attributes", "Write <clear /> alone");
  }

  void check_item(const Element& item, const SectionRule& rule) {
    check_text(item);
    check_attributes(item, rule.item);
    bool seen = false;
    for (const Element& child : item.children) {
      if (rule.nested.empty() || child.name != rule.nested) {
        unknown(child, item);
        continue;
      }
      if (seen)
        fail("VER001", child,
             "<" + std::string(child.name) + "> stands twice in <" + std::string(item.name) + ">",
             "Move everything into one of them");
      seen = true;
      check_nested(child, rule);
    }
  }

  void check_nested(const Element& nested, const SectionRule& rule) {
    check_text(nested);
    check_attributes(nested, {});
    std::unordered_map<std::string, const Element*> names;
    for (const Element& child : nested.children) {
      if (child.name != rule.nested_add) {
        unknown(child, nested);
        continue;
      }
      check_text(child);
      check_attributes(child, rule.nested_item);
      for (const Element& inner : child.children) unknown(inner, child);
      const auto [first, added] = names.emplace(fold_case(child.value("name")), &child);
      if (!added)
        duplicate(child, *first->second, "name '" + std::string(child.value("name")) + "'");
    }
  }

  void duplicate(const Element& item, const Element& first, const std::string& key) {
    fail("VER005", item,
         "<" + std::string(item.name) + "> with the same key, " + key + ", stands at line " +
             line_of(first),
         "Remove one of the two");
  }

  static std::string key_text(const Element& item, const SectionRule& rule) {
    std::string text;
    for (const AttributeRule& attribute : rule.item)
      if (attribute.key)
        text += (text.empty() ? "" : ", ") + attribute.name + " '" +
                std::string(item.value(attribute.name)) + "'";
    return text;
  }

  const Level* above(std::size_t rule, std::string_view level) const {
    while (!level.empty()) {
      const std::size_t slash = level.rfind('/');
      level = slash == level.npos ? std::string_view() : level.substr(0, slash);
      const auto found = levels_[rule].find(std::string(level));
      if (found != levels_[rule].end()) return &found->second;
    }
    return nullptr;
  }

  // A level comes before those below it: its name is the beginning of theirs.
  void check_keys(std::size_t rule) {
    for (const auto& [name, occurrences] : found_[rule]) {
      Level& level = levels_[rule][name];
      level.above = above(rule, name);
      for (const Occurrence& occurrence : occurrences)
        for (const Element& child : occurrence.section->children) take(level, child, rules_[rule]);
    }
  }

  void take(Level& level, const Element& child, const SectionRule& rule) {
    if (child.name == rule.add) {
      std::string key = key_of(rule, child);
      if (const Element* first = level.find(key)) duplicate(child, *first, key_text(child, rule));
      level.items.emplace(std::move(key), &child);
    } else if (rule.removes && child.name == "remove") {
      std::string key = key_of(rule, child);
      level.items.erase(key);
      level.removed.insert(std::move(key));
    } else if (rule.removes && child.name == "clear") {
      level.items.clear();
      level.cleared = true;
    }
  }

  // IIS looks for an application whose path and arguments are the handler's scriptProcessor.
  void check_references() {
    std::unordered_set<std::string> applications;
    if (const auto server = levels_[0].find(""); server != levels_[0].end())
      for (const auto& [key, application] : server->second.items)
        applications.insert(fold_case(application->value("fullPath")) + "|" +
                            fold_case(application->value("arguments")));
    for (const auto& [name, level] : levels_[1]) {
      std::vector<const Element*> handlers;
      for (const auto& [key, handler] : level.items)
        if (has_module(*handler, "FastCgiModule")) handlers.push_back(handler);
      std::sort(handlers.begin(), handlers.end(),
                [](const Element* a, const Element* b) { return a->tag.begin < b->tag.begin; });
      for (const Element* handler : handlers) {
        std::string processor = fold_case(handler->value("scriptProcessor"));
        if (processor.find('|') == processor.npos) processor += '|';
        if (!applications.contains(processor)) missing(*handler);
      }
    }
  }

  void missing(const Element& handler) {
    fail("VER009", handler,
         "handler '" + std::string(handler.value("name")) +
             "': no <application> of <fastCgi> is '" +
             std::string(handler.value("scriptProcessor")) + "'",
         "Add the application, or point scriptProcessor at one that is there, arguments included");
  }

  const SourceText& xml_;
  const Element& root_;
  std::vector<SectionRule> rules_;
  Diagnostics& diagnostics_;
  std::map<std::string, const Element*, std::less<>> declared_;
  std::vector<Occurrences> found_;
  std::vector<std::map<std::string, Level>> levels_;
};

}  // namespace

std::string location_level(std::string_view path) {
  if (path == ".") return {};
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return std::string(path);
}

void verify_config(const SourceText& xml, const Element& root, const TargetSchema& target,
                   const Mapping& mapping, Diagnostics& diagnostics) {
  Verifier(xml, root, target, mapping, diagnostics).run();
}

}  // namespace fcgi6to7
