// Where a config has sections, <system.webServer> groups and locations, by level; found at once.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "apphost/apphost.hpp"

namespace fcgi6to7 {

/// Levels compare without case. The AppHost has to outlive it.
class LevelPlaces {
 public:
  explicit LevelPlaces(const AppHost& host);

  /// The first section of a name ("fastCgi" or "handlers") at a level; null: it has none.
  const Section* section(std::string_view name, std::string_view level) const;
  /// The <system.webServer> of a level that a new section goes to: one at top level before one in
  /// a <location>. Null: it has none.
  const Group* group(std::string_view level) const;
  /// The first <location> of a level. Null: it has none.
  const Location* location(std::string_view level) const;

 private:
  std::unordered_map<std::string, const Section*> sections_;  // by name and level
  std::unordered_map<std::string, const Group*> groups_;
  std::unordered_map<std::string, const Location*> locations_;
};

}  // namespace fcgi6to7
