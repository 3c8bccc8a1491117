// A CGI program set up as IIS 7 wants it: a handler mapping and an entry of isapiCgiRestriction.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "apphost/patch.hpp"
#include "check/server_model.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// "EXT=PROGRAM" of --cgi; the program may have arguments, as `C:\Perl\bin\perl.exe "%s" %s` has.
struct CgiProgram {
  std::string extension;  ///< without dot
  std::string program;

  /// Nothing for what is no EXT=PROGRAM.
  static std::optional<CgiProgram> read(std::string_view text);
};

/// Adds what is missing at server level (Microsoft, "Configuring CGI on IIS 7": resourceType File,
/// requireAccess Script, and the whole command line allowed). Errors: the config has no <handlers>
/// or no <isapiCgiRestriction> at server level (CHK038).
void add_cgi_program(const CgiProgram& program, const ServerModel& server, Patch& patch,
                     Diagnostics& diagnostics);

}  // namespace fcgi6to7
