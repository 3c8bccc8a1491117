// applicationHost.config as values: the sections that matter here, their level, and their bytes.
#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "apphost/element.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// A level of configuration: "" is the server (no location, path="" and path="." alike), else
/// "Site name" or "Site name/application", as written. Levels compare without case.
struct Location {
  std::string level;
  Tag tag;                           ///< of <location>
  bool inherits_to_children = true;  ///< inheritInChildApplications
  std::string override_mode;  ///< overrideMode, or what allowOverride stands for; may be empty
};

/// A <system.webServer> element. There may be several at one level, if no section repeats.
struct Group {
  std::string level;
  Tag tag;
  std::optional<std::size_t> location;  ///< index in AppHost::locations; nothing: at top level
};

/// A section of system.webServer that was captured whole.
struct Section {
  std::string name;  ///< below system.webServer: "handlers", "security/requestFiltering"
  std::string level;
  Element element;
  std::optional<std::size_t> location;
};

struct SiteApplication {
  std::string path;           ///< "/" or "/app"
  std::string pool;           ///< applicationPool; empty: the default
  std::string physical_path;  ///< of its root virtual directory; may hold %VAR%
};

struct Site {
  std::string name;
  std::string id;
  Span where;
  std::vector<SiteApplication> applications;
};

/// What decides beside fastCgi and handlers whether sites serve. Empty unless it is asked for, and
/// for a text above most_bytes_with_surroundings.
struct Surroundings {
  std::vector<Element> of_server;  ///< <sites> and <applicationPools>
  std::vector<Section> sections;   ///< defaultDocument, httpErrors, parts of security
};

/// Real configs stay below 1 MB; what lies far beyond is not to cost the memory.
constexpr std::size_t most_bytes_with_surroundings = 16 << 20;

/// What was read. Sections are views of the text, which has to outlive it.
struct AppHost {
  Tag root;
  std::set<std::string, std::less<>> declared;  ///< by configSections: "system.webServer/fastCgi"
  std::vector<Location> locations;
  std::vector<Group> groups;
  std::vector<Section> sections;  ///< fastCgi and handlers
  std::vector<Site> sites;
  Surroundings surroundings;
  bool lists_modules = false;       ///< it has <globalModules>
  bool registers_fast_cgi = false;  ///< <globalModules> lists FastCgiModule
  bool runs_fast_cgi = false;       ///< <modules> of the server level list it
  std::list<std::string> decoded;   ///< values of sections that stand in the text otherwise

  /// The sections of a name at a level, in file order. More than one breaks IIS.
  std::vector<const Section*> find(std::string_view section, std::string_view level) const;
};

/// How much of a config is read.
enum class Extent { routing, serving };  ///< serving: surroundings too

/// Reads the decoded text of an applicationHost.config (without BOM). Nothing, with an error, when
/// it is not well-formed, not a <configuration>, or when the two readers of it (pugixml for the
/// values, the outline for the places) do not agree.
std::optional<AppHost> read_apphost(const SourceText& xml, Diagnostics& diagnostics,
                                    Extent extent = Extent::routing);

/// Elements with what their decoded values view; the text has to outlive it.
struct ElementTree {
  Element root;
  std::list<std::string> decoded;
};

/// The whole file as elements, from <configuration> down; refuses what read_apphost() refuses.
std::optional<ElementTree> read_elements(const SourceText& xml, Diagnostics& diagnostics);

/// If redirection.config says that the configuration lives elsewhere: that path.
std::optional<std::string> read_redirection(std::string_view redirection_config);

}  // namespace fcgi6to7
