// What the program's exit code means, for scripts, --help and the man page.
#pragma once

#include <array>

namespace fcgi6to7 {

enum ExitCode {
  exit_done = 0,           ///< done, or nothing to do
  exit_error = 1,          ///< an error; nothing was written (reports that were asked for are)
  exit_changes = 2,        ///< changes are pending (only with --exit-code)
  exit_usage = 3,          ///< wrong usage
  exit_partial = 4,        ///< apply --partial left something out
  exit_interrupted = 130,  ///< a fleet run was interrupted, as shells have it for Ctrl-C
};

struct ExitMeaning {
  ExitCode code;
  const char* meaning;
};

inline constexpr std::array exit_meanings = {
    ExitMeaning{exit_done, "done, or nothing to do"},
    ExitMeaning{exit_error, "an error, and nothing was written"},
    ExitMeaning{exit_changes, "changes are pending (--exit-code)"},
    ExitMeaning{exit_usage, "wrong usage"},
    ExitMeaning{exit_partial, "apply --partial left something out"},
    ExitMeaning{exit_interrupted, "a fleet run was interrupted; --resume goes on"},
};

}  // namespace fcgi6to7
