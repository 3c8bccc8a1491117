// From file names to inputs: everything that a migration reads is read here, and nowhere else.
#pragma once

#include <optional>
#include <string>

#include "files/disk.hpp"
#include "plan/inputs.hpp"
#include "plan/options.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// The files of one migration, as the user names them. Empty: not given.
struct JobFiles {
  std::string ini;                 ///< left out: only the config is looked at
  std::string config;              ///< left out: only the ini is looked at
  std::string ini32;               ///< SysWOW64's fcgiext.ini
  std::string metabase;            ///< MetaBase.xml
  std::string schema;              ///< IIS_schema.xml of the new server
  std::string dll;                 ///< fcgiext.dll of the old server
  std::string root;                ///< mounted copy of the new server's disk
  bool is_of_this_server = false;  ///< config is what the IIS of this machine runs with
  std::uintmax_t max_file_size = fcgi6to7::max_file_size;  ///< bytes; of each of these
};

/// The mapping tables: built in, or with those of a folder in their place (empty: none).
std::optional<Mapping> gather_mapping(const std::string& mappings_dir, Diagnostics& diagnostics);

/// The files that were named, and those that lie beside them: fcgiext.dll, redirection.config, and
/// (unless the target is given) schema/IIS_schema.xml. Nothing, with errors, when a named file
/// cannot be read.
std::optional<Inputs> gather_inputs(const JobFiles& files, const Options& options,
                                    const Mapping& mapping, Diagnostics& diagnostics);

/// Adds the rules of an INI file (--rules; empty: none) to the options.
void gather_rules(const std::string& file, Options& options, Diagnostics& diagnostics);

}  // namespace fcgi6to7
