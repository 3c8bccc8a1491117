// The program as a function: arguments in, exit code out.
#pragma once

namespace fcgi6to7 {

/// Runs one command. Writes to stdout and stderr; gives the exit code (see ExitCode).
int run(int argc, const char* const* argv);

}  // namespace fcgi6to7
