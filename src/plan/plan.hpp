// The plan as values: what happens to every line of the ini, and to every application of the
// config.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fcgi6to7 {

/// `keep` and `skip` are changes too, so that "already right" and "left out" can be counted.
enum class Action {
  keep,    ///< the config has it already, or keeps what it has
  set,     ///< an existing value changes
  create,  ///< something new
  remove,
  skip,  ///< nothing in the target comes of it; the reason says why
};

std::string_view to_string(Action action);

/// Why a change with action `skip` is one.
enum class Fate {
  none,
  ignored,     ///< IIS 7 has nothing like it
  refused,     ///< the target would not take it, or an option says no
  superseded,  ///< another line says it
};

std::string_view to_string(Fate fate);

/// Where a change comes from. Line 0: no line says so, it is a default of IIS 6.
struct Origin {
  std::string file;
  int line = 0;
  std::string text;  ///< "ActivityTimeout=300"
};

/// One setting's or one environment variable's way from the ini to the target.
struct Change {
  Action action = Action::skip;
  Fate fate = Fate::none;
  std::string rule;  ///< row of settings.ini; as written when there is none
  Origin from;
  std::string
      attribute;  ///< "activityTimeout", "environmentVariables/PHPRC", "handlers/…"; empty: none
  std::optional<std::string> before;  ///< what the config has
  std::optional<std::string> after;   ///< what it will have
  std::string reason;                 ///< one phrase; may be empty
  bool pinned = false;                ///< a default of IIS 6, written because the target's differs

  /// Whether something is written for it: action is create or set.
  bool writes() const { return action == Action::create || action == Action::set; }
  /// Whether it is an attribute of <application> itself.
  bool is_attribute() const { return attribute.find('/') == std::string::npos; }
  /// The name of the environment variable that it is; empty: it is none.
  std::string_view variable() const;
};

/// One <application>: a process pool of the target, with all that leads to it.
struct ApplicationPlan {
  Action action = Action::skip;    ///< skip: left out
  std::vector<std::string> pools;  ///< sections of the ini, first by precedence
  Origin from;                     ///< the section header
  std::string full_path;
  std::string arguments;
  std::optional<std::size_t> existing;  ///< index among the config's applications
  std::vector<Change> changes;

  std::string key() const { return arguments.empty() ? full_path : full_path + "|" + arguments; }
};

/// What becomes of one line of [Types].
struct BindingPlan {
  Action action = Action::skip;
  Origin from;
  std::string extension, pool;
  std::optional<std::string> site_id, application;
  std::string reason;
  std::string remedy;  ///< the command that does it by hand
};

/// One handler mapping: <add> in system.webServer/handlers of a level, or a <remove> of one that a
/// level would inherit.
struct HandlerPlan {
  Action action = Action::create;
  std::string level;  ///< "" is the server, else "Site name/folder"
  std::string name;
  std::string path;   ///< "*.php"
  std::string pool;   ///< section of the ini that serves; empty for a remove
  std::string named;  ///< section that [Types] names, whose ResponseBufferLimit holds
  Origin from;
  std::vector<std::pair<std::string, std::string>> attributes;  ///< to be there, in schema order
  std::vector<Change> changes;       ///< of an existing one: what differs
  std::optional<std::size_t> child;  ///< index of the existing one in the level's section
  std::optional<std::size_t> after;  ///< a new one: child to stand behind; nothing: first
  std::string reason;
};

/// The accessPolicy of a level's <handlers>, where the metabase allowed less.
struct AccessPlan {
  Action action = Action::set;
  std::string level;
  std::optional<std::string> before;  ///< what the level says itself
  std::string after;
  Origin from;
  std::string reason;
};

struct Counts {
  std::size_t create = 0, set = 0, keep = 0, skip = 0, remove = 0;

  std::size_t changes() const { return create + set + remove; }
};

struct Plan {
  std::vector<ApplicationPlan> applications;
  std::vector<BindingPlan> bindings;
  std::vector<HandlerPlan> handlers;  ///< by level, in the order to be written
  std::vector<AccessPlan> access_policies;

  /// Attributes, variables, handler mappings and access policies by action.
  Counts counts() const;
};

}  // namespace fcgi6to7
