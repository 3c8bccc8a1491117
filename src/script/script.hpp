// Scripts that carry out a plan by IIS' own tools, for those who may not edit the file. Each is
// exact: secrets stand in it as they are.
#pragma once

#include <string>

#include "plan/migrate.hpp"

namespace fcgi6to7 {

/// A batch file for cmd.exe that calls appcmd.exe: ASCII (UTF-8 where a location is not), CRLF. It
/// makes a backup first and restores it when a command fails. Of a refused plan it is a file that
/// says so and ends with 1.
std::string appcmd_script(const Outcome& outcome);

/// A script for Windows PowerShell 2.0 and later with the WebAdministration module: UTF-8 (with a
/// BOM where it is not ASCII), CRLF. It looks what is missing, then changes it inside one commit
/// delay, so that all of it or nothing is written. Of a refused plan it is a script that throws.
std::string powershell_script(const Outcome& outcome);

/// A transform of applicationHost.config (XDT), as site extensions of Azure App Service use it.
/// Of a refused plan it changes nothing.
std::string xdt_transform(const Outcome& outcome);

}  // namespace fcgi6to7
