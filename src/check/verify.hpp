// Whether IIS would load what a config says of FastCGI: names, types, ranges, keys, levels.
#pragma once

#include "apphost/element.hpp"
#include "mapping/mapping.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// Checks fastCgi, handlers and isapiCgiRestriction at every level of a whole config. Errors have
/// the codes VER001 to VER011. The file is read once; time is linear in its size.
void verify_config(const SourceText& xml, const Element& root, const TargetSchema& target,
                   const Mapping& mapping, Diagnostics& diagnostics);

/// The level of a <location path>: "" for the server, else without slashes at its ends.
std::string location_level(std::string_view path);

}  // namespace fcgi6to7
