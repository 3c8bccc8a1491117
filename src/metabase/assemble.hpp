// Turns what was read of a metabase, in the order of the file, into its tree of nodes and its
// sites.
#pragma once

#include <cstdint>
#include <map>

#include "metabase/metabase.hpp"
#include "metabase/warnings.hpp"

namespace fcgi6to7 {

/// Sorts the nodes, joins those of one location, links each to the one above it and fills in the
/// sites. There is at least one node. Sites are keyed by id; one that has nodes but is not among
/// them gets a warning and an entry.
void assemble(MetaBase& base, std::map<std::uint32_t, MetaSite> sites, MetaWarnings& warnings);

}  // namespace fcgi6to7
