// One server of a fleet: its name, its files, and what its row overrides.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mapping/mapping.hpp"

namespace fcgi6to7 {

struct Server {
  std::string name;    ///< relative path with '/', the folder below the output folder
  std::string origin;  ///< the manifest's row, "fleet.csv:7"; empty: found by walking
  std::string ini, config;
  std::string metabase;  ///< empty: none
  std::string output;    ///< of the new config, below the output folder; empty: NAME/...
  std::optional<std::string> target;
  std::optional<SourceVersion> source_version;
  std::optional<unsigned> codepage;
  std::vector<std::pair<std::string, std::string>> sites;  ///< id, name
};

/// The names of the files that make a folder a server.
struct ServerFiles {
  std::string ini = "fcgiext.ini";
  std::string config = "applicationHost.config";
  std::string metabase = "MetaBase.xml";
  bool config_alone = false;  ///< a config makes a server, with or without an ini
};

/// Why a name cannot be a path below the output folder on Windows and elsewhere ("leads out of the
/// folder", "CON is a device on Windows"); empty: it can. Names of our own files are refused too.
std::string refuses_server_name(std::string_view name);

}  // namespace fcgi6to7
