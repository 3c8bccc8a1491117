#include "plan/handler_sections.hpp"

#include <unordered_map>

#include "text/letters.hpp"

namespace fcgi6to7 {

bool may_have_handlers(const AppHost& host, const SourceText& config, Diagnostics& diagnostics) {
  if (!host.declared.contains("system.webServer/handlers")) {
    diagnostics.add(
        Severity::error, "CFG010", config, {host.root.begin, host.root.inside},
        "configSections does not declare system.webServer/handlers, so IIS would refuse it",
        "Pass the whole applicationHost.config, not a part of it");
    return false;
  }
  std::unordered_map<std::string, const Section*> seen;
  for (const Section& section : host.sections) {
    if (section.name != "handlers") continue;
    const auto [first, is_new] = seen.try_emplace(fold_case(section.level), &section);
    if (is_new) continue;
    diagnostics.add(Severity::error, "CFG011", config,
                    {section.element.tag.begin, section.element.tag.inside},
                    "<handlers> stands more than once at level '" + section.level +
                        "'; IIS refuses such a file",
                    "Merge both into one (the other is in line " +
                        std::to_string(config.place(first->second->element.tag.begin).line) + ")");
    return false;
  }
  return true;
}

}  // namespace fcgi6to7
