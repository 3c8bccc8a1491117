// Rules on what IIS 6 had, as MetaBase.xml tells, and the config has not.
#include <unordered_map>

#include "check/default_documents.hpp"
#include "check/rules.hpp"
#include "plan/appcmd.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// Calls visit with each site and what IIS 6 said of the one with its id.
template <typename Visit>
void for_each_pair(const CheckContext& context, Visit visit) {
  if (context.iis6.empty()) return;
  std::unordered_map<std::string, const Iis6Site*> by_id;
  for (const Iis6Site& site : context.iis6) by_id.emplace(std::to_string(site.id), &site);
  for (std::size_t i = 0; i < context.server.sites.size(); ++i)
    if (const auto found = by_id.find(context.server.sites[i].id); found != by_id.end())
      visit(i, context.server.sites[i], *found->second);
}

}  // namespace

void check_iis6_documents(const CheckContext& context, Findings& findings) {
  const SectionLevels levels(context.server, "defaultDocument");
  for_each_pair(context, [&](std::size_t index, const WebSite& site, const Iis6Site& old) {
    if (context.programs.at(index).empty()) return;
    const DefaultDocuments documents(site, levels, context.inputs);
    std::string missing, command;
    for (const std::string& name : old.documents)
      if (fold_case(name).ends_with(".php") && !documents.has(name)) {
        missing += (missing.empty() ? "" : ", ") + name;
        command += std::string(command.empty() ? "" : " ") + "\"/+files.[@start,value='" +
                   appcmd_value(name) + "']\"";
      }
    if (missing.empty()) return;
    findings.add("CHK031", *site.at,
                 "IIS 6 had " + missing + " as default document of site '" + site.name +
                     "', and it is none here",
                 appcmd_set_config(site.name, "defaultDocument", command));
  });
}

void check_iis6_users(const CheckContext& context, Findings& findings) {
  const SectionLevels levels(context.server, "security/authentication/anonymousAuthentication");
  for_each_pair(context, [&](std::size_t, const WebSite& site, const Iis6Site& old) {
    if (old.anonymous_user.empty() || starts_with_without_case(old.anonymous_user, "IUSR_")) return;
    const Attribute* user = levels.find(site.name, "userName");
    const std::string now(
        user ? user->value
             : context.mapping.section_default("anonymousAuthentication", "userName"));
    if (equal_without_case(now, old.anonymous_user)) return;
    findings.add("CHK026", *site.at,
                 "anonymous requests of site '" + site.name + "' ran as '" + old.anonymous_user +
                     "' on IIS 6, and run as " +
                     (now.empty() ? "the application pool's identity" : "'" + now + "'") + " here",
                 "Give the new account the rights that the old one had: icacls \"" +
                     root_folder(site) + "\" /grant \"" + (now.empty() ? "IIS_IUSRS" : now) +
                     ":(OI)(CI)RX\"");
  });
}

}  // namespace fcgi6to7
