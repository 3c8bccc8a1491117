// A server as its config describes it: sites, applications, pools, with defaults resolved;
// sections.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "apphost/element.hpp"

namespace fcgi6to7 {

struct WebApplication {
  std::string path;
  std::string pool;  ///< applicationPool, from the defaults too; empty: none is named
  const Element* at = nullptr;
};

/// Elements belong to the root that the model was made of.
struct WebSite {
  std::string name, id;
  bool starts_by_itself = true;  ///< serverAutoStart, from siteDefaults too
  std::vector<WebApplication> applications;
  std::vector<const Element*> bindings;
  const Element* at = nullptr;
};

/// A section of system.webServer, and the level that it stands at.
struct LevelSection {
  std::string level;
  const Element* at = nullptr;
};

struct ServerModel {
  std::vector<WebSite> sites;
  bool has_pools = false;                 ///< there is an <applicationPools>
  std::unordered_set<std::string> pools;  ///< names, folded
  /// By path below system.webServer: "handlers", "security/isapiCgiRestriction"; in file order.
  std::map<std::string, std::vector<LevelSection>, std::less<>> sections;

  const std::vector<LevelSection>& find(std::string_view section) const;
};

/// One walk over the config.
ServerModel model_server(const Element& root);

/// Whether the handler mapping has the module among its modules.
bool has_module(const Element& handler, std::string_view module);

}  // namespace fcgi6to7
