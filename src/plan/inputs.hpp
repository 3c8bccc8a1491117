// Everything a migration looks at, as values: the texts and the facts of the disk.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "fcgiext/pe_version.hpp"

namespace fcgi6to7 {

/// A file's bytes, and the name it goes by in messages.
struct NamedBytes {
  std::string name;
  std::string bytes;
};

/// A file or folder of the server.
struct DiskEntry {
  std::string name;
  bool is_folder = false;
};

/// fcgiext.dll beside the ini or given with --dll.
struct DllFact {
  std::string name;
  PeVersion version;
};

/// Whether a site of this server runs.
struct SiteState {
  std::string id;
  std::string state;  ///< "started", "stopped", "starting", "stopping", "unknown"
};

struct Inputs {
  NamedBytes ini;
  std::optional<NamedBytes> ini32;     ///< SysWOW64's fcgiext.ini, given with --ini32
  std::optional<NamedBytes> config;    ///< nothing: only the ini is looked at (inspect)
  std::optional<NamedBytes> metabase;  ///< MetaBase.xml of the IIS 6 server, for Handlers::metabase
  std::optional<NamedBytes> schema;    ///< the target's IIS_schema.xml
  std::optional<NamedBytes> redirection;  ///< redirection.config beside the config
  std::optional<DllFact> dll;
  std::vector<SiteState> site_states;  ///< empty: cannot be known here
  bool schema_is_explicit = false;     ///< --schema, not found beside the config
  std::optional<std::string>
      differing_sibling;  ///< SysWOW64's ini, when it differs and is not given
  /// Whether a file or folder of the server is there, %VAR% included; empty: cannot be known here.
  std::function<bool(const std::string& windows_path)> exists;
  /// A file of the server by its Windows path (web.config files); empty: cannot be known here.
  std::function<std::optional<std::string>(const std::string& windows_path)> read;
  /// What lies in a folder of the server, sorted, links left out, at most `most` entries; empty
  /// function: cannot be known here.
  std::function<std::vector<DiskEntry>(const std::string& windows_path, std::size_t most)> list;
};

}  // namespace fcgi6to7
