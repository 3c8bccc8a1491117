// Rules on what IIS 6 had, as MetaBase.xml tells, and the config has not.
#include <unordered_map>
#include <unordered_set>

#include "apphost/apphost.hpp"
#include "check/rules.hpp"
#include "plan/appcmd.hpp"
#include "text/encoding.hpp"
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

// The default documents of a level; what a nearer one removes or clears is gone.
class Documents {
 public:
  void take(const Element& section) {
    const Element* files = section.child("files");
    if (!files || cleared_) return;
    for (const Element& file : files->children) {
      const std::string name = fold_case(file.value("value"));
      if (file.name == "add" && !removed_.contains(name)) names_.insert(name);
    }
    for (const Element& file : files->children) {
      cleared_ = cleared_ || file.name == "clear";
      if (file.name == "remove") removed_.insert(fold_case(file.value("value")));
    }
  }
  bool has(std::string_view name) const { return names_.contains(fold_case(name)); }

 private:
  bool cleared_ = false;
  std::unordered_set<std::string> names_, removed_;
};

// What the web.config of the site's root adds, when the disk is at hand.
void take_web_config(const CheckContext& context, const WebSite& site, Documents& documents) {
  if (!context.inputs.read) return;
  for (const WebApplication& application : site.applications) {
    if (application.path != "/" || application.directories.empty()) continue;
    const auto bytes =
        context.inputs.read(application.directories.front().physical_path + "\\web.config");
    if (!bytes) continue;
    const SourceText text("web.config", decode(*bytes, std::nullopt, 65001).text);
    Diagnostics unread;  // a web.config that IIS itself could not read is not ours to judge
    const auto tree = read_elements(text, unread);
    const Element* group = tree ? tree->root.child("system.webServer") : nullptr;
    if (const Element* section = group ? group->child("defaultDocument") : nullptr)
      documents.take(*section);
  }
}

}  // namespace

void check_iis6_documents(const CheckContext& context, Findings& findings) {
  const SectionLevels levels(context.server, "defaultDocument");
  for_each_pair(context, [&](std::size_t index, const WebSite& site, const Iis6Site& old) {
    if (context.programs.at(index).empty()) return;
    Documents documents;
    take_web_config(context, site, documents);
    for (const Element* section : levels.all(site.name)) documents.take(*section);
    std::string missing, command;
    for (const std::string& name : old.documents)
      if (fold_case(name).ends_with(".php") && !documents.has(name)) {
        missing += (missing.empty() ? "" : ", ") + name;
        command += " /+files.[@start,value='" + appcmd_value(name) + "']";
      }
    if (missing.empty()) return;
    findings.add("CHK031", *site.at,
                 "IIS 6 had " + missing + " as default document of site '" + site.name +
                     "', and it is none here",
                 "appcmd.exe set config \"" + appcmd_value(site.name) +
                     "\" /section:defaultDocument" + command);
  });
}

void check_iis6_users(const CheckContext& context, Findings& findings) {
  const SectionLevels levels(context.server, "security/authentication/anonymousAuthentication");
  for_each_pair(context, [&](std::size_t, const WebSite& site, const Iis6Site& old) {
    if (old.anonymous_user.empty() || starts_with_without_case(old.anonymous_user, "IUSR_")) return;
    const Attribute* user = levels.find(site.name, "userName");
    const std::string now(user ? user->value : "IUSR");
    if (equal_without_case(now, old.anonymous_user)) return;
    findings.add("CHK026", *site.at,
                 "anonymous requests of site '" + site.name + "' ran as '" + old.anonymous_user +
                     "' on IIS 6, and run as " +
                     (now.empty() ? "the application pool's identity" : "'" + now + "'") + " here",
                 "Give the new account the rights that the old one had on the site's folders");
  });
}

}  // namespace fcgi6to7
