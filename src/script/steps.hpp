// The changes of a plan as steps that IIS' own tools can take, in an order in which they work.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "apphost/apphost.hpp"
#include "apphost/patch.hpp"
#include "plan/appcmd.hpp"
#include "plan/migrate.hpp"

namespace fcgi6to7 {

/// An element of a collection, by its keys as the config spells them.
struct Selector {
  std::string element;  ///< "application", "environmentVariable", "add"
  AttributeValues keys;
};

/// One step. The section is system.webServer/fastCgi or system.webServer/handlers of a level.
struct Step {
  Action action = Action::create;  ///< create: an element; set: an attribute; remove: inherited
  std::string level;               ///< "" is the server, else "Site name/folder"
  std::string section;             ///< "fastCgi" or "handlers"
  std::optional<Selector> application;  ///< of the variable that the step is about
  Selector target;                      ///< the element itself; a section's attribute: no element
  AttributeValues values;  ///< create: all attributes; set: the one that changes; remove: none
  std::vector<std::string> comments;  ///< where it comes from, a line each

  // A new handler mapping alone.
  std::size_t index = 0;        ///< among the level's own handler mappings
  std::string behind;           ///< name of the own one before it; empty: it is the first
  std::vector<Selector> ahead;  ///< own ones of the config between the last new one and this
  std::vector<AttributeValues> ahead_values;  ///< all attributes of each
};

/// The config as it is, and the steps from it. The Outcome has to outlive it.
struct Steps {
  AppHost host;
  std::vector<Step> steps;
};

/// The steps of an outcome with a result; nothing when the plan was refused.
std::optional<Steps> steps_of(const Outcome& outcome);

/// What every script says of itself: what it does, for which target, from which files; no line
/// ends.
std::vector<std::string> script_title(const Outcome& outcome);

/// Text for a comment: control characters, and those that are listed, as '?'.
std::string comment_text(std::string_view text, std::string_view unwanted);

}  // namespace fcgi6to7
