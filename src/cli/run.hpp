// The program as a function: arguments in, exit code out.
#pragma once

namespace fcgi6to7 {

/// Runs one command. Writes to stdout and stderr; gives the exit code (see ExitCode).
int run(int argc, const char* const* argv);

/// The same for main: memory that runs out, or a fault of ours, ends in a message and exit 1, also
/// where the standard library lets no exception through.
int run_guarded(int argc, const char* const* argv);

}  // namespace fcgi6to7
