// Which FastCGI extension the ini was for, and which IIS the config is of.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apphost/apphost.hpp"
#include "fcgiext/fcgiext.hpp"
#include "plan/migrate.hpp"

namespace fcgi6to7 {

/// Decides by --source-version, else the file version of fcgiext.dll, else evidence in the inis;
/// else undecided, taken as 1.0.
SourceFacts detect_source(const std::vector<ReadIni>& inis, const std::optional<DllFact>& dll,
                          const Mapping& mapping, const Options& options, Diagnostics& diagnostics);

struct Target {
  TargetSchema schema;
  TargetFacts facts;
};

/// Decides by --schema, --target, the schema beside the config, else what the config declares, else
/// the assumed version. Nothing, with an error, for a schema that cannot be read.
std::optional<Target> choose_target(const Inputs& inputs, const AppHost* host,
                                    const Mapping& mapping, const Options& options,
                                    Diagnostics& diagnostics);

}  // namespace fcgi6to7
