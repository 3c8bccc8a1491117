// MetaBase.xml, the configuration of IIS 6, as values: its sites, and the nodes that differ from
// what stands above them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metabase/script_map.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// Bits of AccessFlags (Microsoft, "AccessFlags Metabase Property").
inline constexpr unsigned access_read = 0x1;
inline constexpr unsigned access_write = 0x2;
inline constexpr unsigned access_execute = 0x4;  ///< programs, and scripts too
inline constexpr unsigned access_source = 0x10;
inline constexpr unsigned access_script = 0x200;
inline constexpr unsigned access_no_remote_write = 0x400;
inline constexpr unsigned access_no_remote_read = 0x1000;
inline constexpr unsigned access_no_remote_execute = 0x2000;
inline constexpr unsigned access_no_remote_script = 0x4000;
inline constexpr unsigned access_no_physical_dir = 0x8000;

/// What a node may have of its own and otherwise takes from above.
enum class Inherited : unsigned char {
  script_maps,
  access_flags,
  allow_path_info,
  app_root,
  app_pool,
};

constexpr unsigned char inherited_bit(Inherited property) {
  return static_cast<unsigned char>(1U << static_cast<unsigned>(property));
}

/// An entry of a node's ScriptMaps. Servers repeat the same lines at hundreds of nodes, so each
/// distinct one is kept once.
struct ScriptMapUse {
  std::size_t map = 0;  ///< index into MetaBase::script_maps; equal lines have equal indexes
  Span where;
};

/// A location at or below /LM/W3SVC that has something of its own. There may be millions: the
/// fields are ordered so that no room is lost between them.
struct MetaNode {
  std::string path;  ///< as written, in the form of location_path()
  Span where;        ///< the value of its Location

  std::uint32_t parent = 0;  ///< index of the nearest node above; the first node is its own
  std::uint32_t site = 0;    ///< 0: the web service

  std::optional<unsigned> access_flags;  ///< access_… bits
  std::optional<bool> allow_path_info;   ///< AllowPathInfoForScriptMappings
  unsigned char retained = 0;            ///< inherited_bit() of what is not passed down

  /// Replaces the list from above.
  std::optional<std::vector<ScriptMapUse>> script_maps;
  /// As written, the path of the application that it is part of; empty: inherited.
  std::string app_root;
  /// AppPoolId; empty: inherited.
  std::string app_pool;
};

/// A site as the web service knows it.
struct MetaSite {
  std::uint32_t id = 0;
  std::string comment;                       ///< ServerComment, the name that people know it by
  std::vector<std::string> bindings;         ///< ServerBindings, "ip:port:host"
  std::vector<std::string> secure_bindings;  ///< SecureBindings
};

/// A line of WebSvcExtRestrictionList that names fcgiext.dll.
struct ExtensionRestriction {
  bool allowed = false;
  std::string line;  ///< as written
  Span where;
};

struct MetaBase {
  std::vector<MetaSite> sites;         ///< by id
  std::deque<MetaNode> nodes;          ///< /LM/W3SVC first, every node before those below it
  std::vector<ScriptMap> script_maps;  ///< the distinct ones, in the order they were met
  bool enable_32bit = false;           ///< Enable32BitAppOnWin64: all worker processes are 32-bit
  std::vector<ExtensionRestriction> fcgiext_restrictions;
  std::optional<bool> other_dlls_allowed;  ///< the line for *.dll, which holds for unlisted ones
};

/// Reads the decoded text of a MetaBase.xml in one pass and without a tree; the memory it takes
/// depends on the nodes kept. Names of locations and properties have no case. Kept are /LM/W3SVC,
/// its sites, and what at or below a site's root has one of the Inherited properties; templates,
/// filters and application pools are passed over. Spans are of the text given. Nothing: an error,
/// which is the only one. Of one kind of warning at most 20 are given, with the number of the rest.
std::optional<MetaBase> read_metabase(const SourceText& source, Diagnostics& diagnostics);

/// The node has the property itself, be it an empty list of script maps.
bool has_own(const MetaNode& node, Inherited property);

/// The node itself or the nearest one above it that has the property and passes it down; nullptr:
/// none has. O(depth).
const MetaNode* nearest(const MetaBase& base, const MetaNode& node, Inherited property);

/// The script maps that hold at a node, wherever they stand; nullptr: there are none. O(depth).
const std::vector<ScriptMapUse>* effective_script_maps(const MetaBase& base, const MetaNode& node);

/// The access flags that hold at a node. Where none stand up to /LM/W3SVC, AccessRead holds, the
/// schema's default. O(depth).
unsigned effective_access(const MetaBase& base, const MetaNode& node);

/// Whether script-mapped requests may carry path information; false where nothing is said.
bool effective_path_info(const MetaBase& base, const MetaNode& node);

/// The node that makes this one part of an application (its app_root says of which); nullptr: it is
/// part of none. O(depth).
const MetaNode* nearest_application(const MetaBase& base, const MetaNode& node);

/// The node is the root of an application: its own app_root is its own path.
bool is_application(const MetaNode& node);

/// The path in the site as a browser sees it, as written: "/" for the site's root, "/shop/upload"
/// below it. Empty: the web service or a site, which have none.
std::string_view url_path(const MetaNode& node);

/// A path with one slash before each name and none at the end. Its fold_case() is its key: two
/// paths with one key are one location.
std::string location_path(std::string_view path);

/// The node with the path; nullptr: it has nothing of its own. O(log nodes).
const MetaNode* find_node(const MetaBase& base, std::string_view path);

/// The node that says what holds at a path: the one with it or the nearest above; nullptr: the path
/// is not below /LM/W3SVC. O(log nodes + depth).
const MetaNode* nearest_node(const MetaBase& base, std::string_view path);

/// The site with the id; nullptr: there is none.
const MetaSite* find_site(const MetaBase& base, std::uint32_t id);

/// Order of paths without case in which a node's whole branch follows it at once: a slash comes
/// before all else. Negative: a comes first; 0: they are one location.
int compare_locations(std::string_view a, std::string_view b);

/// The path is that of the branch or lies below it; both are in the form of location_path().
bool is_within(std::string_view path, std::string_view branch);

}  // namespace fcgi6to7
