#include "check/accounts.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "plan/appcmd.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

enum class Known { yes, no, not_by_tcp, unknown };

// The account as icacls takes it.
std::string account_of(const WorkerPool* pool, std::string_view name, const TargetSchema& target) {
  const std::string_view type =
      !pool || pool->identity_type.empty() ? default_identity(target) : pool->identity_type;
  if (equal_without_case(type, "SpecificUser")) return pool->user;
  if (equal_without_case(type, "NetworkService")) return "NETWORK SERVICE";
  if (equal_without_case(type, "LocalService")) return "LOCAL SERVICE";
  if (equal_without_case(type, "LocalSystem")) return "SYSTEM";
  return "IIS AppPool\\" + std::string(name);
}

class Accounts {
 public:
  explicit Accounts(const CheckContext& context)
      : context_(context),
        anonymous_(context.server, "security/authentication/anonymousAuthentication") {
    for (const WebSite& site : context.server.sites)
      for (const WebApplication& application : site.applications) {
        const auto [first, added] = owners_.emplace(fold_case(application.pool), &site);
        if (!added && first->second != &site) shared_.emplace(first->first, &site);
      }
  }

  std::vector<SiteAccount> find(bool with_rights) {
    std::vector<SiteAccount> rows;
    for (std::size_t i = 0; i < context_.server.sites.size(); ++i)
      if (!context_.programs.at(i).empty() && has_http(context_.server.sites[i]))
        rows.push_back(row(i, with_rights));
    return rows;
  }

 private:
  static bool has_http(const WebSite& site) {
    return std::any_of(site.bindings.begin(), site.bindings.end(), [](const Element* binding) {
      return starts_with_without_case(binding->value("protocol"), "http");
    });
  }

  SiteAccount row(std::size_t index, bool with_rights) {
    const WebSite& site = context_.server.sites[index];
    SiteAccount row;
    row.at = site.at;
    row.site = site.name;
    for (const WebApplication& application : site.applications)
      if (application.path == "/" || row.pool.empty()) row.pool = application.pool;
    if (row.pool.empty()) row.pool = "DefaultAppPool";
    row.identity = account_of(context_.server.find_pool(row.pool), row.pool, context_.target);
    const Attribute* enabled = anonymous_.find(site.name, "enabled");
    const Attribute* user = anonymous_.find(site.name, "userName");
    const bool is_off = enabled && enabled->value == "false";
    const std::string anonymous(
        user ? user->value
             : context_.mapping.section_default("anonymousAuthentication", "userName"));
    row.anonymous = is_off ? "off" : anonymous.empty() ? "the pool identity" : anonymous;
    const Known impersonate = impersonation(index);
    row.impersonate = impersonate == Known::yes          ? "yes"
                      : impersonate == Known::no         ? "no"
                      : impersonate == Known::not_by_tcp ? "no, for the protocol is Tcp"
                                                         : "not known";
    row.runs_as = impersonate == Known::yes && is_off              ? "the visitor's account"
                  : impersonate == Known::yes && anonymous.empty() ? row.identity
                  : impersonate == Known::yes                      ? anonymous
                                                                   : row.identity;
    compare(site, anonymous, is_off, impersonate, row);
    if (with_rights) add_rights(site, index, row);
    return row;
  }

  // Whether all settings files of the site's programs say so; one that says no decides.
  Known impersonation(std::size_t index) const {
    Known known = Known::unknown;
    if (context_.programs.settings.empty()) return known;
    for (const Element* program : context_.programs.at(index)) {
      const EngineSettings* settings = context_.programs.find_settings(program);
      if (!settings) continue;
      if (!settings->is_on("fastcgi.impersonate")) return Known::no;
      // PHP asks the named pipe for the account.
      if (program->value("protocol") == "Tcp") return Known::not_by_tcp;
      known = Known::yes;
    }
    return known;
  }

  void compare(const WebSite& site, const std::string& anonymous, bool anonymous_is_off,
               Known impersonate, SiteAccount& row) const {
    const std::string pool = fold_case(row.pool);
    if (const auto shared = shared_.find(pool); shared != shared_.end()) {
      const WebSite* first = owners_.at(pool);
      row.departures.push_back({"shares application pool '" + row.pool + "' with site '" +
                                    (first == &site ? shared->second->name : first->name) + "'",
                                "give it an application pool of its own", true});
    }
    if (row.identity == "NETWORK SERVICE" || row.identity == "LOCAL SERVICE" ||
        row.identity == "SYSTEM")
      row.departures.push_back(
          {"its pool runs as " + row.identity,
           "appcmd.exe set apppool \"" + appcmd_value(row.pool) + "\" /processModel.identityType:" +
               (default_identity(context_.target) == "NetworkService" ? "SpecificUser"
                                                                      : "ApplicationPoolIdentity"),
           false});
    if (!anonymous_is_off && !anonymous.empty())
      row.departures.push_back({"anonymous requests run as " + anonymous,
                                "appcmd.exe set config \"" + appcmd_value(site.name) +
                                    "\" /section:anonymousAuthentication /userName:\"\" "
                                    "--password /commit:apphost",
                                false});
    if (impersonate == Known::no || impersonate == Known::not_by_tcp)
      row.departures.push_back({"PHP does not impersonate",
                                "set fastcgi.impersonate=1 (with protocol NamedPipe)", false});
  }

  void add_rights(const WebSite& site, std::size_t index, SiteAccount& row) const {
    // Everybody can read there, and an administrator changes nothing in it.
    const auto is_windows = [](std::string_view path) {
      const std::string folded = fold_case(path) + "\\";
      return folded.starts_with("%windir%\\") || folded.starts_with("%systemroot%\\") ||
             folded.find(":\\windows\\") == 1;
    };
    const bool named = row.runs_as != "the visitor's account";
    std::unordered_set<std::string> granted;
    const auto grant = [&](std::string_view path, std::string_view account, const char* right) {
      if (path.empty() || account.empty() || account == "SYSTEM" || is_windows(path)) return;
      std::string line = "icacls \"" + std::string(path) + "\" /grant \"" + std::string(account) +
                         ":" + right + "\"";
      if (granted.insert(line).second) row.rights.push_back(std::move(line));
    };
    for (const Element* program : context_.programs.at(index)) {
      grant(folder_of(program->value("fullPath")), row.identity, "(OI)(CI)RX");
      grant(program->value("monitorChangesTo"), row.identity, "R");
      const EngineSettings* settings = context_.programs.find_settings(program);
      if (!settings) continue;
      grant(settings->file, row.identity, "R");
      if (!named) continue;
      grant(settings->folder("upload_tmp_dir"), row.runs_as, "(OI)(CI)M");
      grant(settings->folder("session.save_path"), row.runs_as, "(OI)(CI)M");
    }
    if (!named) return;
    for (const WebApplication& application : site.applications)
      for (const WebDirectory& directory : application.directories)
        grant(directory.physical_path, row.runs_as, "(OI)(CI)RX");
  }

  const CheckContext& context_;
  SectionLevels anonymous_;
  std::unordered_map<std::string, const WebSite*> owners_;  // by folded pool
  std::unordered_map<std::string, const WebSite*> shared_;  // the second site of a pool
};

}  // namespace

std::string_view default_identity(const TargetSchema& target) {
  return target.version == "7.0" ? "NetworkService" : "ApplicationPoolIdentity";
}

std::vector<SiteAccount> site_accounts(const CheckContext& context, bool with_rights) {
  return Accounts(context).find(with_rights);
}

}  // namespace fcgi6to7
