// Rules on accounts: who programs run as, and whether sites are kept apart.
#include <unordered_map>

#include "check/accounts.hpp"
#include "check/rules.hpp"
#include "plan/appcmd.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

bool is_old_account(std::string_view user) {
  const std::size_t slash = user.rfind('\\');
  if (slash != user.npos) user.remove_prefix(slash + 1);
  return starts_with_without_case(user, "IUSR_") || starts_with_without_case(user, "IWAM_");
}

// Calls what and remedy only for an account that is to be reported.
template <typename What, typename Remedy>
void check_element_account(const Element& at, What what, Remedy remedy, Findings& findings) {
  const std::string_view user = at.value("userName");
  if (is_old_account(user))
    findings.add("CHK025", at,
                 what() + " names '" + std::string(user) + "', an account of the old machine",
                 "Name an account of this machine, or: " + remedy());
}

bool names_old_group(std::string_view list) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view name = trim(list.substr(0, comma));
    if (const std::size_t slash = name.rfind('\\'); slash != name.npos)
      name.remove_prefix(slash + 1);
    if (equal_without_case(name, "IIS_WPG")) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

}  // namespace

void check_isolation(const CheckContext& context, Findings& findings) {
  const std::vector<SiteAccount> accounts = site_accounts(context, false);
  if (accounts.size() < 2) return;  // nobody to be kept apart from
  for (const SiteAccount& account : accounts) {
    std::string list, commands;
    for (const SiteAccount::Departure& departure : account.departures) {
      if (departure.is_sharing) continue;
      list += (list.empty() ? "" : "; ") + departure.what;
      commands += (commands.empty() ? "" : "; ") + departure.remedy;
    }
    if (list.empty()) continue;
    findings.add("CHK023", *account.at, "site '" + account.site + "': " + list,
                 "Where sites belong to different owners: " + commands);
  }
}

void check_local_system(const CheckContext& context, Findings& findings) {
  std::unordered_map<const WorkerPool*, bool> reported;
  const std::string better(default_identity(context.target));
  for (std::size_t i = 0; i < context.server.sites.size(); ++i) {
    if (context.programs.at(i).empty()) continue;
    for (const WebApplication& application : context.server.sites[i].applications) {
      const WorkerPool* pool = application.worker;
      if (!pool || !equal_without_case(pool->identity_type, "LocalSystem") ||
          !reported.emplace(pool, true).second)
        continue;
      findings.add(
          "CHK024", *pool->at,
          "FastCGI processes of application pool '" + pool->name + "' run as LocalSystem",
          appcmd_set_object("apppool", pool->name, "/processModel.identityType:" + better));
      if (const Element* process = pool->at->child("processModel"); process)
        findings.offer_value("CHK024", *process, "identityType", better);
    }
  }
}

void check_old_accounts(const CheckContext& context, Findings& findings) {
  if (context.server.pools_at)
    for (const Element& pool : context.server.pools_at->children)
      if (const Element* process = pool.child("processModel"))
        check_element_account(
            *process, [&] { return "application pool '" + std::string(pool.value("name")) + "'"; },
            [&] {
              return appcmd_set_object(
                  "apppool", pool.value("name"),
                  "/processModel.identityType:" + std::string(default_identity(context.target)));
            },
            findings);
  for (const WebSite& site : context.server.sites)
    for (const WebApplication& application : site.applications)
      for (const WebDirectory& directory : application.directories)
        check_element_account(
            *directory.at, [&] { return "virtual directory '" + directory.path + "'"; },
            [&] {
              return appcmd_set_object("vdir", vdir_name(site, application, directory),
                                       "/userName: /password:");
            },
            findings);
  for (const LevelSection& section : context.server.find("security/authorization"))
    for (const Element& rule : section.at->children)
      if (names_old_group(rule.value("roles")))
        findings.add("CHK025", rule, "a rule is for the group IIS_WPG of IIS 6",
                     "Name IIS_IUSRS, which takes its place");
}

}  // namespace fcgi6to7
