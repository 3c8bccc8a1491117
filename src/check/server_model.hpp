// A server as its config describes it: sites, applications, pools, with defaults resolved;
// sections.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "apphost/apphost.hpp"

namespace fcgi6to7 {

/// A pool of <applicationPools>, with what applicationPoolDefaults say.
struct WorkerPool {
  std::string name;
  bool is_32bit = false;      ///< enable32BitAppOnWin64
  std::string identity_type;  ///< processModel/identityType; empty: the default of the target
  std::string user;           ///< processModel/userName
  const Element* at = nullptr;
};

struct WebDirectory {
  std::string path;
  std::string physical_path;  ///< from virtualDirectoryDefaults too; may hold %VAR%
  const Element* at = nullptr;
};

struct WebApplication {
  std::string path;
  std::string pool;  ///< applicationPool, from the defaults too; empty: none is named
  const WorkerPool* worker = nullptr;  ///< the pool of that name; null: there is none
  std::vector<WebDirectory> directories;
  const Element* at = nullptr;
};

/// Elements belong to the root that the model was made of.
struct WebSite {
  std::string name, id;
  std::string key;               ///< the name, folded
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

/// A handler mapping to FastCgiModule.
struct FastCgiHandler {
  std::string_view level;
  const Element* section = nullptr;
  const Element* at = nullptr;
};

struct ServerModel {
  std::vector<WebSite> sites;

  const Element* pools_at = nullptr;                  ///< that one
  std::unordered_map<std::string, WorkerPool> pools;  ///< by folded name
  /// By path below system.webServer: "handlers", "security/isapiCgiRestriction"; in file order.
  std::map<std::string, std::vector<LevelSection>, std::less<>> sections;

  /// It lists the server's modules, and FastCgiModule is not among them.
  bool lacks_fast_cgi_module = false;
  std::vector<FastCgiHandler> fast_cgi_handlers;  ///< of all levels, in file order
  /// <handlers> of locations whose settings do not reach the applications below.
  std::vector<LevelSection> closed_handlers;

  const std::vector<LevelSection>& find(std::string_view section) const;
  const WorkerPool* find_pool(std::string_view name) const;
};

/// The site that a level belongs to, as the level spells it; empty: the server.
std::string_view site_of_level(std::string_view level);

/// What a section holds level by level: a value of the nearest level counts that has one.
class SectionLevels {
 public:
  SectionLevels(const ServerModel& server, std::string_view section);

  /// The attribute of the section, or (when a child is named) of that child of it; null: no level
  /// at or above this one has it.
  const Attribute* find(std::string_view level, std::string_view attribute,
                        std::string_view child = {}) const;
  /// The sections that hold at a level, the nearest first. O(depth).
  std::vector<const Element*> all(std::string_view level) const;

 private:
  std::unordered_map<std::string, const Element*> levels_;
};

/// One walk over the whole config.
ServerModel model_server(const Element& root);
/// Of what a migration read, with the sections that its surroundings hold. The host has to outlive
/// the model.
ServerModel model_server(const AppHost& host);

/// A virtual directory as appcmd names it: "Site/application/directory".
std::string vdir_name(const WebSite& site, const WebApplication& application,
                      const WebDirectory& directory);

/// Whether the handler mapping has the module among its modules.
bool has_module(const Element& handler, std::string_view module);

}  // namespace fcgi6to7
