// Routes: which process pool a request has to reach, level by level, as IIS 6 did it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "apphost/apphost.hpp"
#include "metabase/metabase.hpp"
#include "plan/wanted.hpp"

namespace fcgi6to7 {

/// One handler mapping to be in effect: requests of a pattern and verbs go to a pool.
struct Route {
  std::string path;                          ///< "*.php" or "*"
  const WantedApplication* pool = nullptr;   ///< that serves the requests
  const WantedApplication* named = nullptr;  ///< that [Types] names; its ResponseBufferLimit holds
  std::string verb = "GET,HEAD,POST";
  std::string resource_type = "File";
  std::string require_access = "Script";
  bool allow_path_info = false;
  Origin from;                       ///< the line of [Types] that says so
  const Setting* binding = nullptr;  ///< that line
  const SourceText* ini = nullptr;   ///< and its file
};

/// What has to be in effect at a level. A pattern that is not listed must not reach any pool there.
struct LevelRoutes {
  std::string level;  ///< "" is the server, else "Site name/folder"
  std::string site_id;
  std::vector<Route> routes;
  std::optional<unsigned> access;  ///< AccessFlags of the metabase node, where it has its own
  bool routes_are_set = true;      ///< false: the routes of the level above hold
};

/// [Types] as one table: the precedence of Microsoft, "Configuring the FastCGI Extension for
/// IIS 6.0".
class TypesTable {
 public:
  explicit TypesTable(const std::vector<ReadIni>& inis);

  struct Row {
    const Binding* binding = nullptr;
    const ReadIni* ini = nullptr;
  };

  /// The binding for an extension ("php", "*") in an application ("/" is the site's root
  /// application) of a site; empty strings ask above: no application, no site. Null: there is none.
  const Row* resolve(std::string_view extension, std::string_view site_id,
                     std::string_view application) const;
  const Row* find(std::string_view extension, std::string_view site_id,
                  std::string_view application) const;
  const std::vector<Row>& rows() const { return rows_; }

 private:
  std::vector<Row> rows_;
  std::unordered_map<std::string, std::size_t> by_key_;
};

/// Everything that routes are made from.
class RouteSources {
 public:
  RouteSources(const std::vector<ReadIni>& read_inis, const std::vector<WantedApplication>& pools,
               const AppHost& apphost, const SourceText& config_text, const Context& planning);

  /// The pool that a binding names; null: there is no such section.
  const WantedApplication* named_pool(const TypesTable::Row& row) const;
  /// The pool that serves its requests, after collisions; null: it is left out.
  static const WantedApplication* serving(const WantedApplication& named);
  /// A route for a binding; nothing: no pool serves it.
  std::optional<Route> route(const TypesTable::Row& row, std::string path) const;
  /// The name of a site: --site, else the config's. Nothing: there is no such site.
  std::optional<std::string> site_name(const std::string& id) const;
  /// The config's site of that id; null: there is none.
  const Site* find_site(const std::string& id) const;

  const std::vector<ReadIni>& inis;
  const AppHost& host;
  const SourceText& config;
  const Context& context;
  const TypesTable types;

 private:
  std::unordered_map<const Pool*, const WantedApplication*> by_pool_;
  std::unordered_map<std::string, const Site*> sites_;
};

/// The routes that [Types] alone asks for. Reports what only a metabase could tell.
std::vector<LevelRoutes> routes_from_types(const RouteSources& sources);

/// The routes that [Types] and the script maps of a metabase make.
std::vector<LevelRoutes> routes_from_metabase(const RouteSources& sources, const MetaBase& metabase,
                                              const SourceText& text);

}  // namespace fcgi6to7
