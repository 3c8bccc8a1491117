#include <optional>

#include "apphost/level_places.hpp"
#include "script/script.hpp"
#include "script/steps.hpp"
#include "script/xpath.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view server_location = "not(@path) or @path='' or @path='.'";

// XDT splits arguments at commas outside parentheses, and looks at no quotes. So every expression
// stands in parentheses, and none of its literals may close them: a literal of so many opening ones
// stands before, which changes nothing, as a string that is not empty is true.
std::string balanced(const std::string& condition) {
  std::size_t open = 0, missing = 0;
  for (const char c : condition) {
    if (c == '(') ++open;
    if (c == ')') open > 0 ? --open : ++missing;
  }
  return missing > 0 ? "'" + std::string(missing, '(') + "' and " + condition : condition;
}

std::string locator(const std::string& balanced_condition) {
  return " xdt:Locator=\"" + escape_attribute("Condition((" + balanced_condition + "))") + "\"";
}

std::string transform(const std::string& name) {
  return " xdt:Transform=\"" + escape_attribute(name) + "\"";
}

std::string transform(const std::string& name, const std::string& xpath) {
  return transform(name + "((" + xpath + "))");
}

// Absent is empty: IIS takes both for one key.
std::string condition(const Selector& selector) {
  std::string out;
  for (const auto& [name, value] : selector.keys) {
    if (!out.empty()) out += " and ";
    if (value.empty())
      out += "(not(@" + name + ") or @" + name + "='')";
    else
      out += "@" + name + "=" + xpath_literal(value);
  }
  return balanced(out);
}

std::string attributes(const AttributeValues& values) {
  std::string out;
  for (const auto& [name, value] : values)
    out.append(" ").append(name).append("=\"").append(escape_attribute(value)).append("\"");
  return out;
}

class Transform {
 public:
  explicit Transform(const AppHost& host) : places_(host) {}

  std::string write(const Outcome& outcome, const std::vector<Step>& steps) {
    out_ = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    for (const std::string& title : script_title(outcome)) comment(0, title);
    out_ += "<configuration xmlns:xdt=\"http://schemas.microsoft.com/XML-Document-Transform\">\n";
    for (std::size_t i = 0; i < steps.size();) {
      std::size_t end = i;
      while (end < steps.size() && steps[end].level == steps[i].level &&
             steps[end].section == steps[i].section)
        ++end;
      write_section(steps, i, end);
      i = end;
    }
    return std::move(out_) + "</configuration>\n";
  }

 private:
  void line(std::size_t depth, std::string_view text) {
    out_.append(2 * depth, ' ').append(text).append("\n");
  }

  void comment(std::size_t depth, std::string_view text) {
    std::string safe = comment_text(text, "");
    for (std::size_t at; (at = safe.find("--")) != safe.npos;) safe.replace(at, 2, "- ");
    line(depth, "<!-- " + safe + " -->");
  }

  // Where the steps of one section begin in the tree: its location, when it has or gets one.
  struct Place {
    const Section* section = nullptr;
    bool has_group = false;
    bool has_location = false;
    std::string location;   // its opening tag without `>`; empty: top level
    std::string condition;  // of the location, balanced
  };

  Place find(const std::string& level, const std::string& name) const {
    Place place;
    place.section = places_.section(name, level);
    const Group* group = places_.group(level);
    const Location* location = places_.location(level);
    place.has_group = place.section || group;
    place.has_location = location;
    std::optional<std::string> path;  // of the location, as the config spells it
    if (place.section ? place.section->location : group ? group->location : std::nullopt)
      path = place.section ? place.section->level : group->level;
    else if (!place.has_group && (location || !level.empty()))
      path = location ? location->level : level;
    if (!path) return place;
    place.condition =
        balanced(path->empty() ? std::string(server_location) : "@path=" + xpath_literal(*path));
    place.location =
        "<location path=\"" + escape_attribute(*path) + "\"" + locator(place.condition);
    return place;
  }

  void write_section(const std::vector<Step>& steps, std::size_t begin, std::size_t end) {
    const std::string& name = steps[begin].section;
    const Place place = find(steps[begin].level, name);
    std::size_t depth = 1;
    if (!place.location.empty()) {
      if (!place.has_location) line(depth, place.location + transform("InsertIfMissing") + " />");
      line(depth++, place.location + ">");
    }
    if (!place.has_group) line(depth, "<system.webServer" + transform("InsertIfMissing") + " />");
    line(depth++, "<system.webServer>");
    if (!place.section) line(depth, "<" + name + transform("InsertIfMissing") + " />");
    std::string own_attribute;  // such a step comes first
    if (steps[begin].target.element.empty()) {
      write_comments(depth, steps[begin]);
      own_attribute = setting(steps[begin++]);
    }
    line(depth++, "<" + name + own_attribute + ">");
    for (std::size_t i = begin; i < end; ++i) {
      write_comments(depth, steps[i]);
      write_step(depth, steps[i], place);
    }
    line(--depth, "</" + name + ">");
    line(--depth, "</system.webServer>");
    if (!place.location.empty()) line(--depth, "</location>");
  }

  void write_comments(std::size_t depth, const Step& step) {
    for (const std::string& text : step.comments) comment(depth, text);
  }

  void write_step(std::size_t depth, const Step& step, const Place& place) {
    if (!step.application) return line(depth, element(step, place));
    line(depth, "<application" + locator(condition(*step.application)) + ">");
    line(depth + 1, "<environmentVariables" + transform("InsertIfMissing") + " />");
    line(depth + 1, "<environmentVariables>");
    line(depth + 2, element(step, place));
    line(depth + 1, "</environmentVariables>");
    line(depth, "</application>");
  }

  static std::string setting(const Step& step) {
    return attributes(step.values) + transform("SetAttributes(" + step.values.front().first + ")");
  }

  static std::string element(const Step& step, const Place& place) {
    const std::string own_locator = locator(condition(step.target));
    if (step.action == Action::set)
      return "<" + step.target.element + setting(step) + own_locator + " />";
    const bool removes = step.action == Action::remove;
    const std::string start = removes ? "<remove" + attributes(step.target.keys)
                                      : "<" + step.target.element + attributes(step.values);
    if (step.section == "handlers" && place.section)
      if (const std::string inserts = insertion(place, step); !inserts.empty())
        return start + inserts + " />";
    return start + transform("InsertIfMissing") + own_locator + " />";
  }

  // Where a new child of <handlers> goes: behind the own one before it, behind the last <clear />,
  // or before all but removals. Empty: the section has nothing of it.
  static std::string insertion(const Place& place, const Step& step) {
    std::string handlers = "/configuration";
    if (!place.condition.empty()) handlers += "/location[" + place.condition + "]";
    handlers += "/system.webServer/handlers/";
    if (!step.behind.empty())
      return transform("InsertAfter",
                       handlers + "add[" + balanced("@name=" + xpath_literal(step.behind)) + "]");
    bool has_clear = false, has_others = false;
    for (const Element& child : place.section->element.children) {
      has_clear = has_clear || child.name == "clear";
      has_others = has_others || child.name != "remove";
    }
    if (has_clear) return transform("InsertAfter", handlers + "clear[last()]");
    if (has_others) return transform("InsertBefore", handlers + "*[not(self::remove)][1]");
    return "";
  }

  std::string out_;
  const LevelPlaces places_;
};

}  // namespace

std::string xdt_transform(const Outcome& outcome) {
  const auto steps = steps_of(outcome);
  if (steps) return Transform(steps->host).write(outcome, steps->steps);
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
         "<!-- The plan was refused: see its errors. Nothing is changed. -->\n"
         "<configuration xmlns:xdt=\"http://schemas.microsoft.com/XML-Document-Transform\" />\n";
}

}  // namespace fcgi6to7
