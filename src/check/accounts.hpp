// Who FastCGI processes run as, site by site, and which rights that account needs.
#pragma once

#include <string>
#include <vector>

#include "check/rules.hpp"

namespace fcgi6to7 {

/// A site whose requests reach FastCGI programs.
struct SiteAccount {
  struct Departure {
    std::string what;         ///< "shares application pool 'A' with site 'B'"
    std::string remedy;       ///< appcmd line or line of php.ini
    bool is_sharing = false;  ///< CHK019 reports it
  };

  std::string site, pool;
  std::string identity;     ///< of the worker process: "IIS AppPool\Shop", "NETWORK SERVICE"
  std::string anonymous;    ///< anonymous requests run as: "IUSR", "the pool identity", "off"
  std::string impersonate;  ///< whether PHP does: "yes", "no", "not known", and why
  std::string runs_as;      ///< who opens the site's files
  std::vector<Departure> departures;  ///< from the published practice of shared hosting
  std::vector<std::string> rights;    ///< icacls lines
  const Element* at = nullptr;
};

/// One row for each site with FastCGI, in file order. What sites are to do follows Microsoft,
/// "Ensure Security Isolation for Web Sites".
/// Without rights unless they are asked for: they are as many as sites times programs.
std::vector<SiteAccount> site_accounts(const CheckContext& context, bool with_rights);

/// The identity of a pool that names none: NetworkService on 7.0, ApplicationPoolIdentity later.
std::string_view default_identity(const TargetSchema& target);

}  // namespace fcgi6to7
