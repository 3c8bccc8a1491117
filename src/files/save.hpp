// Replacing a config: whole or not at all, with a backup, and never over somebody else's change.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

#include "text/diagnostic.hpp"

namespace fcgi6to7 {

struct SaveRequest {
  std::filesystem::path target;
  std::string_view expected;  ///< the bytes that were read when planning
  std::string_view replacement;
  std::optional<std::filesystem::path> backup_dir;  ///< nothing: beside the target
  bool backup = true;
  bool is_rollback = false;  ///< the replacement is an earlier text, which its backup tells
};

struct SaveResult {
  bool written = false;
  std::filesystem::path backup;  ///< empty: none was made
  Diagnostics diagnostics;
};

/// Replaces a file's text. Links are followed; mode and owner stay. When the file already holds the
/// replacement nothing is written. Refuses when the file differs from `expected`, when another run
/// works on it (after two seconds), and when a step fails; then the old text stands and there is
/// no backup.
SaveResult replace_file(const SaveRequest& request);

/// Takes away what a run left that was killed while it replaced the target: its lock and its
/// temporary files. Nothing is done without such a lock, or while a run holds it.
void clean_up_after_dead_run(const std::filesystem::path& target);

/// Steps of replace_file that something may happen after: another program's change, or a crash.
enum class SaveStep { locked, backed_up, written_aside, in_place };

/// As replace_file, and calls `after` when a step is done.
SaveResult replace_file(const SaveRequest& request, const std::function<void(SaveStep)>& after);

/// Finds out, without leaving a trace, whether write_new_or_replace() can write there.
Diagnostics check_writable(const std::filesystem::path& path);

/// Writes an output that is not a config: a new file, or a regular file replaced in one step.
/// The mode is narrowed by the umask (POSIX only).
Diagnostics write_new_or_replace(const std::filesystem::path& path, std::string_view bytes,
                                 unsigned mode = 0644);

}  // namespace fcgi6to7
