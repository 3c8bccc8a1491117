// Rules on programs that a worker process loads, or looks for: 32-bit or 64-bit.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "check/rules.hpp"
#include "plan/appcmd.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

// What a folder of Windows says of the DLLs in it; nothing: it says nothing.
std::optional<bool> is_32bit_folder(std::string_view program) {
  const std::string path = fold_case(program);
  if (holds(path, "\\framework64\\")) return false;
  if (holds(path, "\\framework\\") || holds(path, "\\syswow64\\") ||
      holds(path, "program files (x86)\\") || holds(path, "%programfiles(x86)%\\"))
    return true;
  return std::nullopt;
}

// What a handler mapping asks of its application pool: its precondition, else its DLL's folder.
std::optional<bool> wants_32bit(const Element& handler) {
  const std::string_view conditions = handler.value("preCondition");
  if (holds(conditions, "bitness32")) return true;
  if (holds(conditions, "bitness64")) return false;
  return is_32bit_folder(handler.value("scriptProcessor"));
}

// The pools that applications run in, by the folded name of their site; "" is the whole server.
class PoolsOfSites {
 public:
  explicit PoolsOfSites(const ServerModel& server) {
    for (const WebSite& site : server.sites)
      for (const WebApplication& application : site.applications)
        if (const WorkerPool* pool = application.worker; pool) {
          std::unordered_set<std::string>& sites = pool->is_32bit ? has_32bit_ : has_64bit_;
          if (sites.empty()) sites.insert("");
          sites.insert(site.key);
        }
  }

  bool any(std::string_view level) const {
    const std::string site = fold_case(site_of_level(level));
    return has_32bit_.contains(site) || has_64bit_.contains(site);
  }
  bool any(std::string_view level, bool of_32bit) const {
    return (of_32bit ? has_32bit_ : has_64bit_).contains(fold_case(site_of_level(level)));
  }

 private:
  std::unordered_set<std::string> has_32bit_, has_64bit_;
};

// Which worker processes the mappings of a section serve a path for.
class ServedPaths {
 public:
  explicit ServedPaths(const Element& section) {
    for (const Element& handler : section.children) {
      if (handler.name != "add" || handler.value("path").empty()) continue;
      const auto wanted = wants_32bit(handler);
      std::string path = fold_case(handler.value("path"));
      if (!wanted || *wanted) for_32bit_.insert(path);
      if (!wanted || !*wanted) for_64bit_.insert(std::move(path));
    }
  }

  bool has(std::string_view path, bool for_32bit) const {
    return (for_32bit ? for_32bit_ : for_64bit_).contains(fold_case(path));
  }

 private:
  std::unordered_set<std::string> for_32bit_, for_64bit_;
};

const char* bits(bool is_32bit) {
  return is_32bit ? "32-bit" : "64-bit";
}

}  // namespace

void check_bitness(const CheckContext& context, Findings& findings) {
  const PoolsOfSites pools(context.server);
  for (const LevelSection& section : context.server.find("handlers")) {
    if (!pools.any(section.level)) continue;
    std::optional<ServedPaths> served;
    for (const Element& handler : section.at->children) {
      if (handler.name != "add" || !has_module(handler, "IsapiModule")) continue;
      const auto wanted = wants_32bit(handler);
      if (!wanted || pools.any(section.level, *wanted)) continue;
      if (!served) served.emplace(*section.at);
      if (served->has(handler.value("path"), !*wanted)) continue;
      findings.add("CHK021", handler,
                   "handler '" + std::string(handler.value("name")) + "' is for " + bits(*wanted) +
                       " worker processes, and every application pool here is " + bits(!*wanted),
                   std::string("Take the ") + bits(!*wanted) +
                       " DLL, or: appcmd.exe set apppool \"POOL\" /enable32BitAppOnWin64:" +
                       (*wanted ? "true" : "false"));
    }
  }
}

void check_system_folder(const CheckContext& context, Findings& findings) {
  std::vector<bool> seen(context.programs.lists.size());  // each list has one answer
  std::unordered_set<const Element*> reported;
  for (std::size_t i = 0; i < context.server.sites.size(); ++i)
    for (const WebApplication& application : context.server.sites[i].applications) {
      const std::size_t list = context.programs.of_site[i];
      const WorkerPool* pool = application.worker;
      if (!pool || !pool->is_32bit || seen[list]) continue;
      seen[list] = true;
      for (const Element* program : context.programs.lists[list]) {
        const std::string path = fold_case(program->value("fullPath"));
        if (!holds(path, "\\system32\\") || !reported.insert(program).second) continue;
        findings.add("CHK022", *program,
                     "application pool '" + pool->name + "' is 32-bit and looks for '" +
                         std::string(program->value("fullPath")) + "' in SysWOW64",
                     "Install the program outside the Windows folder, or put a copy in SysWOW64");
      }
    }
}

}  // namespace fcgi6to7
