// Whether two readings of configs hold the same values at the same places.
#pragma once

#include <string>

#include "apphost/apphost.hpp"

namespace fcgi6to7::test {

inline void dump(std::string& out, const Tag& tag) {
  for (const std::uint32_t place : {tag.begin, tag.inside, tag.close, tag.end})
    out += " " + std::to_string(place);
}

inline void dump(std::string& out, const Element& element) {
  out.append("<").append(element.name);
  dump(out, element.tag);
  for (const Attribute& attribute : element.attributes)
    out.append(" ")
        .append(attribute.name)
        .append("=")
        .append(attribute.value)
        .append(" at " + std::to_string(attribute.value_at.begin) + "-" +
                std::to_string(attribute.value_at.end));
  for (const Element& child : element.children) dump(out, child);
  out += ">\n";
}

/// All that a reading holds, as text; "" for none.
inline std::string dump(const std::optional<AppHost>& host) {
  if (!host) return {};
  const auto location_of = [](const auto& thing) {
    return thing.location ? " in " + std::to_string(*thing.location) : std::string();
  };
  std::string out = "root";
  dump(out, host->root);
  for (const std::string& path : host->declared) out += "\ndeclared " + path;
  out += host->registers_fast_cgi ? "\nregistered" : "\nnot registered";
  out += host->runs_fast_cgi ? ", runs" : ", does not run";
  for (const Location& location : host->locations) {
    out += "\nlocation " + location.level + " " + location.override_mode +
           (location.inherits_to_children ? " yes" : " no");
    dump(out, location.tag);
  }
  for (const Group& group : host->groups) {
    out += "\ngroup " + group.level + location_of(group);
    dump(out, group.tag);
  }
  out += host->lists_modules ? "\nlists modules" : "\nlists no modules";
  for (const auto* sections : {&host->sections, &host->surroundings.sections})
    for (const Section& section : *sections) {
      out += "\nsection " + section.name + " " + section.level + location_of(section) + " ";
      dump(out, section.element);
    }
  for (const Element& section : host->surroundings.of_server) dump(out, section);
  for (const Site& site : host->sites) {
    out += "\nsite " + site.name + " " + site.id + " " + std::to_string(site.where.begin) + "-" +
           std::to_string(site.where.end);
    for (const SiteApplication& application : site.applications)
      out += " " + application.path + " " + application.pool + " " + application.physical_path;
  }
  return out;
}

}  // namespace fcgi6to7::test
