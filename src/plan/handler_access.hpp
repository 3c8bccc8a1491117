// accessPolicy of a level's handlers against the AccessFlags of IIS 6.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "apphost/apphost.hpp"

namespace fcgi6to7 {

/// What the routes of a level ask for (requireAccess of their handler mappings).
struct AccessNeeds {
  bool script = false;
  bool execute = false;
};

/// The access policy while levels are walked from the server down: what the config says, and what
/// it will say.
class AccessPolicy {
 public:
  /// Enters a level; null: it has no section of its own.
  void enter(const Section* section);
  /// What the level has to say so that nothing runs where IIS 6 ran nothing. Nothing: it is right
  /// as it is. Never gives more than the config gave before.
  std::optional<std::string> settle(unsigned access_flags, AccessNeeds needs);
  /// A flag that the routes need, that IIS 6 allowed, and that the config does not; empty: none.
  std::string_view missing(unsigned access_flags, AccessNeeds needs) const;

 private:
  std::string before_ = "Read";  // the schema's default
  std::string now_ = "Read";
};

}  // namespace fcgi6to7
