// Rules on handler mappings: which ones take no request, and whose program may not run.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "check/rules.hpp"
#include "plan/appcmd.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::string named(const Element& handler) {
  return "handler '" + std::string(handler.value("name")) + "'";
}

template <typename Visit>
void for_each_handler(const ServerModel& server, Visit visit) {
  for (const LevelSection& section : server.find("handlers"))
    for (const Element& child : section.at->children)
      if (child.name == "add") visit(section, child);
}

bool is_fast_cgi(const Element& handler) {
  return has_module(handler, "FastCgiModule");
}

bool ends_in_fcgiext(std::string_view path) {
  const std::string folded = fold_case(trim(path));
  return folded.ends_with("\\fcgiext.dll") || folded.ends_with("\\fcgiext.dll\"");
}

bool has_word(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (equal_without_case(trim(list.substr(0, comma)), word)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

// A program as isapiCgiRestriction names it: without quotes.
std::string program_key(std::string_view path) {
  path = trim(path);
  if (path.size() > 1 && path.front() == '"' && path.find('"', 1) == path.size() - 1)
    path = path.substr(1, path.size() - 2);
  return fold_case(path);
}

NewElement copy_of(const Element& element) {
  NewElement copy{std::string(element.name), {}, {}};
  for (const Attribute& attribute : element.attributes)
    copy.attributes.emplace_back(attribute.name, attribute.value);
  return copy;
}

// `before` is what stands before the handler of static files; null: nothing does.
void report_late(const Element& section, const Element& late, const Element& files,
                 const Element* before, Findings& findings) {
  findings.add("CHK008", late,
               named(late) + " stands behind " + named(files) +
                   ", which takes every request: scripts are sent as text or refused",
               "Move it before the handler of static files (--fix CHK008)");
  findings.offer_move("CHK008", late, before, [&section, &late, before](Patch& patch) {
    patch.remove(late.tag);
    patch.insert(section.tag, section.children, before, copy_of(late));
  });
}

// `listed` is the program's entry; null: it has none.
void offer_allowed(const Element& section, const Element* listed, std::string_view program,
                   Findings& findings) {
  if (listed) return findings.offer_value("CHK014", *listed, "allowed", "true");
  findings.offer("CHK014", section, [&section, path = std::string(program)](Patch& patch) {
    patch.append(section.tag, section.children, {"add", {{"path", path}, {"allowed", "true"}}, {}});
  });
}

std::string with_access(std::string_view policy, std::string_view needed, std::string_view comma) {
  std::string more(policy);
  return more.append(policy.empty() ? "" : comma).append(needed);
}

// The command that removes a handler mapping at its level.
std::string remove_handler(std::string_view level, const Element& handler) {
  return appcmd_set_config(level, "handlers",
                           appcmd_remove("", {{"name", std::string(handler.value("name"))}}));
}

}  // namespace

void check_fast_cgi_module(const CheckContext& context, Findings& findings) {
  if (!context.server.lacks_fast_cgi_module || context.server.fast_cgi_handlers.empty()) return;
  const Element& handler = *context.server.fast_cgi_handlers.front().at;
  findings.add("PLN120", handler,
               "FastCgiModule is not registered in globalModules and modules: " + named(handler) +
                   " cannot work",
               "Install the CGI role service on the server (Web-CGI); it registers the module");
}

void check_unused_applications(const CheckContext& context, Findings& findings) {
  if (findings.leaves_out("CHK007")) return;
  std::unordered_set<std::string> named_ones;
  for (const FastCgiHandler& handler : context.server.fast_cgi_handlers)
    named_ones.insert(program_of(*handler.at));
  for (const LevelSection& section : context.server.find("fastCgi"))
    for (const Element& application : section.at->children) {
      if (application.name != "application" ||
          named_ones.contains(fold_case(application.value("fullPath")) + "|" +
                              fold_case(application.value("arguments"))))
        continue;
      findings.add(
          "CHK007", application,
          "no handler mapping of this file leads to '" +
              std::string(application.value("fullPath")) + "'",
          "If no web.config does: " +
              appcmd_set_config(
                  "", "fastCgi",
                  appcmd_remove("", {{"fullPath", std::string(application.value("fullPath"))},
                                     {"arguments", std::string(application.value("arguments"))}})));
      findings.offer_removal("CHK007", application);
    }
}

void check_static_first(const CheckContext& context, Findings& findings) {
  for (const LevelSection& section : context.server.find("handlers")) {
    const Element *files = nullptr, *before = nullptr;
    for (const Element& child : section.at->children) {
      if (!files) before = &child == &section.at->children.front() ? nullptr : &child - 1;
      if (child.name != "add") continue;
      if (!files && child.value("path") == "*" && child.value("verb") == "*" &&
          has_module(child, "StaticFileModule"))
        files = &child;
      else if (files && is_fast_cgi(child))
        report_late(*section.at, child, *files, before, findings);
    }
  }
}

void check_access(const CheckContext& context, Findings& findings) {
  const SectionLevels levels(context.server, "handlers");
  for (const auto& [level, section, handler] : context.server.fast_cgi_handlers) {
    const std::string_view needed = handler->value(
        "requireAccess", context.mapping.section_default("handlers", "requireAccess"));
    const Attribute* own = levels.find(level, "accessPolicy");
    const std::string_view policy =
        own ? own->value : context.mapping.section_default("handlers", "accessPolicy");
    if (needed == "None" || has_word(policy, needed)) continue;
    findings.add(
        "CHK009", *handler,
        named(*handler) + " needs " + std::string(needed) + " access, and accessPolicy is '" +
            std::string(policy) + "' here",
        "If programs may run here: " +
            appcmd_set_config(level, "handlers",
                              appcmd_set("", "accessPolicy", with_access(policy, needed, ","))));
    findings.offer_value("CHK009", *section, "accessPolicy", with_access(policy, needed, ", "));
  }
}

void check_shadowed(const CheckContext& context, Findings& findings) {
  std::unordered_map<const Element*, std::unordered_set<std::string>> paths;  // of each section
  for (const FastCgiHandler& handler : context.server.fast_cgi_handlers)
    paths[handler.section].insert(fold_case(handler.at->value("path")));
  for (const LevelSection& section : context.server.find("handlers")) {
    const auto own = paths.find(section.at);
    if (own == paths.end()) continue;
    std::unordered_map<std::string, const Element*> first;
    for (const Element& child : section.at->children) {
      if (child.name == "remove" || child.name == "clear") first.clear();
      if (child.name != "add" || !own->second.contains(fold_case(child.value("path")))) continue;
      std::string key = fold_case(child.value("path"));
      for (const char* name : {"verb", "preCondition", "resourceType"})
        key.append("\n").append(fold_case(child.value(name)));
      const auto [found, added] = first.emplace(std::move(key), &child);
      if (!added && (is_fast_cgi(child) || is_fast_cgi(*found->second))) {
        findings.offer_removal("CHK010", child);
        findings.add(
            "CHK010", child,
            named(child) + " gets no request: " + named(*found->second) + " at " +
                findings.line_of(*found->second) + " has the same path and verbs and comes first",
            "Unless sites choose by removing the first: " + remove_handler(section.level, child));
      }
    }
  }
}

void check_wildcards(const CheckContext& context, Findings& findings) {
  for (const FastCgiHandler& handler : context.server.fast_cgi_handlers)
    if (handler.at->value("path") == "*")
      findings.add("CHK011", *handler.at,
                   named(*handler.at) + " takes requests for static files too",
                   "If files are to be sent by IIS, give their folders a location without it");
}

// A level's mappings stay at its own application when the location says so.
void check_inheritance(const CheckContext& context, Findings& findings) {
  if (context.server.closed_handlers.empty()) return;
  std::unordered_map<std::string, std::size_t> applications;
  for (const WebSite& site : context.server.sites)
    applications[site.key] = site.applications.size();
  for (const LevelSection& closed : context.server.closed_handlers) {
    const auto site = applications.find(fold_case(closed.level));
    if (site == applications.end() || site->second < 2) continue;
    for (const Element& child : closed.at->children)
      if (child.name == "add" && is_fast_cgi(child))
        findings.add("PLN114", child,
                     "inheritInChildApplications=\"false\": " + named(child) +
                         " does not hold in the applications below '" + closed.level + "'",
                     "Add it at those applications, if they are to have it");
  }
}

void check_fcgiext_leftovers(const CheckContext& context, Findings& findings) {
  for_each_handler(context.server, [&](const LevelSection& section, const Element& handler) {
    if (!has_module(handler, "IsapiModule") || !ends_in_fcgiext(handler.value("scriptProcessor")))
      return;
    findings.add(
        "CHK012", handler, named(handler) + " leads to fcgiext.dll, which IIS 7 does not have",
        remove_handler(section.level, handler) + "; a mapping to FastCgiModule takes its place");
    findings.offer_removal("CHK012", handler);
  });
  for (const LevelSection& section : context.server.find("security/isapiCgiRestriction"))
    for (const Element& child : section.at->children)
      if (child.name == "add" && ends_in_fcgiext(child.value("path"))) {
        findings.add(
            "CHK013", child, "isapiCgiRestriction still lists fcgiext.dll of IIS 6",
            "FastCGI needs none: " +
                appcmd_set_config(section.level, "security/isapiCgiRestriction",
                                  appcmd_remove("", {{"path", std::string(child.value("path"))}})));
        findings.offer_removal("CHK013", child);
      }
}

void check_restrictions(const CheckContext& context, Findings& findings) {
  const auto& sections = context.server.find("security/isapiCgiRestriction");
  if (sections.empty()) return;
  std::unordered_map<std::string, const Element*> entries;
  std::unordered_set<std::string> offered;
  bool any_isapi = false, any_cgi = false;
  for (const LevelSection& section : sections) {
    any_isapi |= section.at->value("notListedIsapisAllowed") == "true";
    any_cgi |= section.at->value("notListedCgisAllowed") == "true";
    for (const Element& child : section.at->children)
      if (child.name == "add") entries[program_key(child.value("path"))] = &child;
  }
  for_each_handler(context.server, [&](const LevelSection&, const Element& handler) {
    const std::string_view program = handler.value("scriptProcessor");
    const bool cgi = has_module(handler, "CgiModule");
    if (program.empty() || ends_in_fcgiext(program)) return;
    // ASP.NET registers its own mappings for every version; most servers allow one of them.
    if (handler.value("preCondition").find("runtimeVersion") != std::string_view::npos) return;
    if (!cgi && !has_module(handler, "IsapiModule")) return;
    const std::string key = program_key(program);
    const auto entry = entries.find(key);
    if (entry == entries.end() ? (cgi ? any_cgi : any_isapi)
                               : entry->second->value("allowed") == "true")
      return;
    const Element* listed = entry == entries.end() ? nullptr : entry->second;
    const std::string path(listed ? listed->value("path") : program);
    if (offered.insert(key).second) offer_allowed(*sections.front().at, listed, program, findings);
    findings.add(
        "CHK014", handler,
        named(handler) + ": isapiCgiRestriction does not allow '" + std::string(program) + "'",
        "If it is to run: " +
            appcmd_set_config("", "security/isapiCgiRestriction",
                              listed
                                  ? appcmd_set(appcmd_element({{"path", path}}), "allowed", "true")
                                  : appcmd_add("", {{"path", path}, {"allowed", "true"}})));
  });
}

}  // namespace fcgi6to7
