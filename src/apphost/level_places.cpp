#include "apphost/level_places.hpp"

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::string section_key(std::string_view name, std::string_view level) {
  return std::string(name) + "\n" + fold_case(level);
}

template <typename Place>
const Place* find(const std::unordered_map<std::string, const Place*>& places,
                  const std::string& key) {
  const auto found = places.find(key);
  return found == places.end() ? nullptr : found->second;
}

}  // namespace

LevelPlaces::LevelPlaces(const AppHost& host) {
  for (const Section& section : host.sections)
    sections_.try_emplace(section_key(section.name, section.level), &section);
  for (const Group& group : host.groups) {
    const auto [entry, is_new] = groups_.try_emplace(fold_case(group.level), &group);
    if (!is_new && entry->second->location && !group.location) entry->second = &group;
  }
  for (const Location& location : host.locations)
    locations_.try_emplace(fold_case(location.level), &location);
}

const Section* LevelPlaces::section(std::string_view name, std::string_view level) const {
  return find(sections_, section_key(name, level));
}

const Group* LevelPlaces::group(std::string_view level) const {
  return find(groups_, fold_case(level));
}

const Location* LevelPlaces::location(std::string_view level) const {
  return find(locations_, fold_case(level));
}

}  // namespace fcgi6to7
