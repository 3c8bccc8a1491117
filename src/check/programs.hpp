// Which FastCGI programs serve which site, and what their engine's settings file says.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "check/server_model.hpp"
#include "mapping/mapping.hpp"
#include "plan/inputs.hpp"

namespace fcgi6to7 {

/// php.ini, or what another engine reads its settings from.
struct EngineSettings {
  std::string file;                                     ///< its Windows path
  std::unordered_map<std::string, std::string> values;  ///< by folded name; quotes dropped

  /// A value; empty: not set.
  std::string_view value(std::string_view name) const;
  /// "1", "on", "yes" and "true" in any case.
  bool is_on(std::string_view name) const;
  /// "128M" as bytes, with K, M and G as PHP reads them; nothing: not set, or no size.
  std::optional<unsigned long long> size(std::string_view name) const;
  /// The folder that upload_tmp_dir or session.save_path ("N;MODE;folder") names with its drive;
  /// empty: none, or the sessions are not kept in files.
  std::string folder(std::string_view name) const;
};

struct Programs {
  /// Each is a set of applications of <fastCgi>. The first is the server's.
  std::vector<std::vector<const Element*>> lists;
  std::vector<std::size_t> of_site;  ///< index of the list, for each site of the model
  /// Of an application, where --root shows it.
  std::unordered_map<const Element*, EngineSettings> settings;

  const std::vector<const Element*>& at(std::size_t site) const { return lists[of_site[site]]; }
  const EngineSettings* find_settings(const Element* application) const;
};

/// The applications that handler mappings lead to, for each site: those of the server's mappings
/// that the site does not remove, and of its own, at any level.
Programs find_programs(const ServerModel& server, const Mapping& mapping, const Inputs& inputs);

/// A handler mapping's program, as a key: fullPath|arguments, folded.
std::string program_of(const Element& handler);

/// The folder of a Windows path, without its last slash; empty: it has none.
std::string_view folder_of(std::string_view path);

}  // namespace fcgi6to7
