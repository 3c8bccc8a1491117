// From file names to inputs: everything that a migration reads is read here, and nowhere else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "plan/inputs.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// The mapping tables: built in, or with those of --mappings in their place.
std::optional<Mapping> gather_mapping(const Arguments& arguments, Diagnostics& diagnostics);

/// The files that were named, and those that lie beside them: fcgiext.dll, schema/IIS_schema.xml,
/// redirection.config. Nothing, with errors, when a named file cannot be read.
std::optional<Inputs> gather_inputs(const Arguments& arguments, const Mapping& mapping,
                                    Diagnostics& diagnostics);

/// Adds the rules of --rules to what was typed.
void gather_rules(Arguments& arguments, Diagnostics& diagnostics);

}  // namespace fcgi6to7
