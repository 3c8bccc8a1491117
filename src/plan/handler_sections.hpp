// Whether the config can take handler mappings at all.
#pragma once

#include "apphost/apphost.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// False, with an error, when system.webServer/handlers is not declared or stands twice at a level.
bool may_have_handlers(const AppHost& host, const SourceText& config, Diagnostics& diagnostics);

}  // namespace fcgi6to7
