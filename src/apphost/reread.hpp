// The config read again after edits: only what they touched, for the other bytes were read before.
#pragma once

#include <optional>
#include <vector>

#include "apphost/apphost.hpp"
#include "text/diagnostic.hpp"
#include "text/edit.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// What read_apphost() would read to the same extent in `after`, which is the text of `before` with
/// the sorted edits carried out. Both readers see again each section, group or location that an
/// edit touched, whole; what an edit put between those; nothing else, if no edit stands elsewhere.
/// Both texts have to outlive the result. Nothing, with an error that names a place among those
/// parts, when they are not well-formed.
std::optional<AppHost> reread_apphost(AppHost before, const SourceText& after,
                                      const std::vector<Edit>& edits, Diagnostics& diagnostics,
                                      Extent extent = Extent::routing);

}  // namespace fcgi6to7
