// Many output files of one run: written fast, then made safe from a power loss together.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "files/failure.hpp"

namespace fcgi6to7 {

/// Makes the folders of a relative path below an existing folder. What is there already must be
/// folders: a symbolic link among them could lead elsewhere and is refused. `is_new` tells whether
/// the last one was made.
Failure make_folders(const std::filesystem::path& below, const std::filesystem::path& relative,
                     bool& is_new);

/// Writes a file whole or not at all, replacing what is there, without waiting for the disk. In an
/// old folder, temporary files that a dead run left for this one are removed. The mode is narrowed
/// by the umask (POSIX only).
Failure write_unflushed(const std::filesystem::path& path, std::string_view bytes,
                        bool folder_is_new, unsigned mode = 0644);

/// Makes files of write_unflushed() safe from a power loss, with their names. They lie below the
/// folder, on its disk. One call of the system where it has one (Linux), else one a file.
Failure flush_together(const std::filesystem::path& folder,
                       const std::vector<std::filesystem::path>& files);

/// A file that is only ever appended to: a journal.
class AppendedFile {
 public:
  AppendedFile() = default;
  ~AppendedFile();
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;

  /// Opens or makes it; `truncate` empties it.
  Failure open(const std::filesystem::path& path, bool truncate);
  /// Writes at its end, and returns when the bytes are on the disk.
  Failure append(std::string_view bytes);

 private:
  std::intptr_t handle_ = -1;
};

}  // namespace fcgi6to7
