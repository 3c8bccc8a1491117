// Rules on sites: what WAS ignores, and how sites share what they should not.
#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "check/rules.hpp"
#include "plan/appcmd.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

bool is_http(const Element& binding) {
  return equal_without_case(binding.value("protocol"), "http") ||
         equal_without_case(binding.value("protocol"), "https");
}

// "'A', 'B', 'C' and 5 more".
std::string list_of(const std::vector<const WebSite*>& sites) {
  constexpr std::size_t shown = 3;
  std::string list;
  for (std::size_t i = 0; i < sites.size() && i < shown; ++i)
    list += (i == 0 ? "" : i + 1 == sites.size() ? " and " : ", ") + quoted(sites[i]->name);
  return sites.size() <= shown ? list
                               : list + " and " + std::to_string(sites.size() - shown) + " more";
}

// What a binding claims: protocol, ip ("*" is what an empty one means), port, host.
std::string claim_of(const Element& binding) {
  std::string information = fold_case(binding.value("bindingInformation"));
  if (information.starts_with(':')) information.insert(0, "*");
  return fold_case(binding.value("protocol")) + "/" + information;
}

// ip:port:host, where the ip may be an IPv6 address in brackets. Other protocols have other forms.
bool is_valid(const Element& binding) {
  if (!is_http(binding)) return !binding.value("protocol").empty();
  const std::string_view text = binding.value("bindingInformation");
  const std::size_t last = text.rfind(':');
  if (last == text.npos || last == 0) return false;
  const std::size_t first = text.rfind(':', last - 1);
  if (first == text.npos) return false;
  const std::string_view digits = text.substr(first + 1, last - first - 1);
  if (digits.starts_with('[')) return true;  // a template, as IIS Express has them: [PORT]
  const auto port = decimal(digits);
  return port && *port >= 1 && *port <= 65535;
}

// The sites that findings are asked for, or whose FastCGI is: all, when the server's own mappings
// are.
std::unordered_set<std::string> concerned_sites(const ServerModel& server,
                                                const Findings& findings) {
  std::unordered_set<std::string> serving;  // folded names; "": every site
  for (const FastCgiHandler& handler : server.fast_cgi_handlers)
    if (findings.concerns(*handler.at)) serving.insert(fold_case(site_of_level(handler.level)));
  std::unordered_set<std::string> concerned;
  for (const WebSite& site : server.sites)
    if (serving.contains("") || serving.contains(site.key) || findings.concerns(*site.at))
      concerned.insert(site.key);
  return concerned;
}

}  // namespace

void check_root_applications(const CheckContext& context, Findings& findings) {
  for (const WebSite& site : context.server.sites)
    if (std::none_of(site.applications.begin(), site.applications.end(),
                     [](const WebApplication& a) { return a.path == "/"; }))
      findings.add("CHK001", *site.at,
                   "site " + quoted(site.name) + " has no root application; IIS ignores the site",
                   "Add one: appcmd.exe add app /site.name:\"" + appcmd_value(site.name) +
                       "\" /path:/ /physicalPath:\"FOLDER\"");
}

void check_bindings(const CheckContext& context, Findings& findings) {
  for (const WebSite& site : context.server.sites)
    if (std::none_of(site.bindings.begin(), site.bindings.end(),
                     [](const Element* binding) { return is_valid(*binding); }))
      findings.add(
          "CHK002", *site.at,
          "site " + quoted(site.name) + " has no valid binding; no request reaches it",
          "Add one: " +
              appcmd_set_object("site", site.name,
                                appcmd_add("bindings", {{"protocol", "http"},
                                                        {"bindingInformation", "*:80:HOST"}})));
}

void check_shared_bindings(const CheckContext& context, Findings& findings) {
  std::unordered_map<std::string, const WebSite*> owners;
  for (const WebSite& site : context.server.sites) {
    if (!site.starts_by_itself) continue;
    for (const Element* binding : site.bindings) {
      if (!is_http(*binding) || !is_valid(*binding)) continue;
      const std::string name = claim_of(*binding);
      const auto [owner, added] = owners.emplace(name, &site);
      if (!added && owner->second != &site)
        findings.add("CHK003", *binding,
                     "binding " + name + " belongs to site " + quoted(owner->second->name) +
                         " too, and both start by themselves; one of them will not start",
                     "Give one of them another host name or port, or: " +
                         appcmd_set_object("site", site.name, "/serverAutoStart:false"));
    }
  }
}

void check_site_keys(const CheckContext& context, Findings& findings) {
  std::unordered_map<std::string, const WebSite*> ids, names;
  for (const WebSite& site : context.server.sites) {
    const auto [by_id, new_id] = ids.emplace(site.id, &site);
    if (!new_id)
      findings.add("CHK004", *site.at,
                   "site id " + quoted(site.id) + " stands at " +
                       findings.line_of(*by_id->second->at) + " already",
                   "Give each site an id of its own");
    const auto [by_name, new_name] = names.emplace(site.key, &site);
    if (!new_name)
      findings.add("CHK004", *site.at,
                   "a site named " + quoted(site.name) + " stands at " +
                       findings.line_of(*by_name->second->at) + " already",
                   "Give each site a name of its own");
  }
}

void check_application_pools(const CheckContext& context, Findings& findings) {
  const Element* pools = context.server.pools_at;
  if (!pools) return;
  std::unordered_set<std::string> offered;
  for (const WebSite& site : context.server.sites)
    for (const WebApplication& application : site.applications)
      if (!application.pool.empty() && !application.worker) {
        if (offered.insert(fold_case(application.pool)).second)
          findings.offer("CHK005", *pools, [pools, name = application.pool](Patch& patch) {
            patch.append(pools->tag, pools->children, {"add", {{"name", name}}, {}});
          });
        findings.add("CHK005", *application.at,
                     "application " + quoted(site.name + application.path) +
                         " runs in application pool " + quoted(application.pool) +
                         ", which does not exist",
                     "Add the pool: appcmd.exe add apppool /name:\"" +
                         appcmd_value(application.pool) + "\"");
      }
}

void check_physical_paths(const CheckContext& context, Findings& findings) {
  for (const WebSite& site : context.server.sites)
    for (const WebApplication& application : site.applications)
      for (const WebDirectory& directory : application.directories)
        if (directory.physical_path.empty())
          findings.add("CHK006", *directory.at,
                       "virtual directory " + quoted(directory.path) + " of " +
                           quoted(site.name + application.path) + " has no physical path",
                       appcmd_set_object("vdir", vdir_name(site, application, directory),
                                         "/physicalPath:\"FOLDER\""));
}

void check_shared_pools(const CheckContext& context, Findings& findings) {
  if (context.server.fast_cgi_handlers.empty()) return;  // else the advice is noise
  struct Sharing {
    std::vector<const WebSite*> sites;   // in file order
    const WebSite* concerned = nullptr;  // the first behind another whose application is asked for
    const WebApplication* at = nullptr;  // that application
  };
  std::vector<Sharing> all;
  std::unordered_map<std::string, std::size_t> by_pool;
  for (const WebSite& site : context.server.sites)
    for (const WebApplication& application : site.applications) {
      if (application.pool.empty()) continue;
      const auto [pool, is_new] = by_pool.emplace(fold_case(application.pool), all.size());
      if (is_new) all.emplace_back();
      Sharing& sharing = all[pool->second];
      if (sharing.sites.empty() || sharing.sites.back() != &site) sharing.sites.push_back(&site);
      if (sharing.at || sharing.sites.size() < 2 || !findings.concerns(*application.at)) continue;
      sharing.concerned = &site;
      sharing.at = &application;
    }
  for (const Sharing& sharing : all)
    if (sharing.at)
      findings.add(
          "CHK019", *sharing.at->at,
          "application pool " + quoted(sharing.at->pool) + " is shared by sites " +
              list_of(sharing.sites),
          "Where sites belong to different owners, give each its own pool: appcmd.exe add "
          "apppool /name:\"" +
              appcmd_value(sharing.concerned->name) + "\"; " +
              appcmd_set_object("app", sharing.concerned->name + sharing.at->path,
                                appcmd_set("", "applicationPool", sharing.concerned->name)));
}

void check_anonymous_users(const CheckContext& context, Findings& findings) {
  for (const LevelSection& section :
       context.server.find("security/authentication/anonymousAuthentication"))
    if (starts_with_without_case(section.at->value("userName"), "IUSR_")) {
      findings.offer_value("CHK018", *section.at, "userName", "IUSR");
      findings.add(
          "CHK018", *section.at,
          "anonymous requests run as " + quoted(section.at->value("userName")) +
              ", an account of the old machine",
          appcmd_set_config(section.level, "security/authentication/anonymousAuthentication",
                            appcmd_set("", "userName", "IUSR")) +
              "; or \"/userName:\" for the application pool's identity");
    }
}

// One finding for all sites, which says of each state who is in it.
void check_site_states(const CheckContext& context, Findings& findings) {
  if (context.inputs.site_states.empty()) return;
  std::unordered_map<std::string_view, std::string_view> state_of;  // by id
  for (const SiteState& site : context.inputs.site_states) state_of[site.id] = site.state;
  const auto concerned = concerned_sites(context.server, findings);
  std::map<std::string_view, std::vector<const WebSite*>> by_state;
  for (const WebSite& site : context.server.sites)
    if (const auto state = state_of.find(site.id);
        state != state_of.end() && concerned.contains(site.key))
      by_state[state->second].push_back(&site);
  if (by_state.empty()) return;
  std::string phrase;
  for (const auto& [state, sites] : by_state)
    phrase += (phrase.empty() ? "" : "; ") + list_of(sites) +
              (sites.size() == 1 ? " is " : " are ") + std::string(state);
  const auto stopped = by_state.find("stopped");
  findings.add("CHK042", context.inputs.config->name, std::move(phrase),
               stopped == by_state.end()
                   ? "Nothing to do: sites that run take new settings as soon as they are written"
                   : "It serves again after: appcmd.exe start site \"" +
                         appcmd_value(stopped->second.front()->name) + "\"");
}

}  // namespace fcgi6to7
