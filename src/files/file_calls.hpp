// What replacing a file needs of the system: one small set of calls, made for POSIX and Windows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "files/failure.hpp"

namespace fcgi6to7 {

/// What tells a file and its state from another.
struct FileState {
  std::uint64_t device = 0;
  std::uint64_t number = 0;  ///< inode, or Windows' file index
  std::uint64_t size = 0;
  std::int64_t modified = 0;  ///< in the system's finest unit
  std::uint64_t links = 1;
  unsigned mode = 0600;  ///< POSIX only, as owner and group
  unsigned owner = 0;
  unsigned group = 0;

  bool is_same_as(const FileState& other) const {
    return device == other.device && number == other.number && size == other.size &&
           modified == other.modified;
  }
  /// The same after the file got another name.
  bool is_unchanged_since(const FileState& other) const {
    return size == other.size && modified == other.modified;
  }
};

struct Contents {
  std::string bytes;
  FileState state;
  Failure failure;
};

/// Reads a regular file. Never waits for a pipe or a device.
Contents read_contents(const std::filesystem::path& path, std::uintmax_t max_size);

/// How a new file is protected: like another file, or by a mode that the umask narrows.
struct Protection {
  std::optional<FileState> like;
  unsigned mode = 0644;
  bool flush = true;  ///< false: somebody else makes it safe from a power loss
};

struct NewFile {
  Failure failure;
  bool owner_kept = true;  ///< false: it belongs to us, and its mode was narrowed to be safe
};

/// Makes a file that must not exist, writes it and flushes it to the disk, if it is to be. From its
/// first byte it is no more readable than the protection says. A file that cannot be finished is
/// removed.
NewFile write_new_file(const std::filesystem::path& path, std::string_view bytes,
                       const Protection& protection);

/// Puts a file into another's place in one step; both are in one folder. The target may be absent.
Failure put_in_place(const std::filesystem::path& file, const std::filesystem::path& target);

/// The same in place of a file that is expected to be in this state. A change of the last moment is
/// given its name back, and the failure is `changed`: Windows keeps what it replaces until it was
/// looked at, Linux exchanges two names in one step (renameat2). Where the disk can do neither,
/// such a change is lost, as with any rename.
Failure put_in_place_of(const std::filesystem::path& file, const std::filesystem::path& target,
                        const FileState& expected);

/// What is in a folder: names alone, in no order.
std::vector<std::filesystem::path> names_in(const std::filesystem::path& folder,
                                            std::error_code& error);

/// Makes the names in a folder safe from a power loss.
Failure flush_folder(const std::filesystem::path& folder);

unsigned long process_id();
bool process_is_alive(unsigned long id);
/// The machine's name; letters, digits, dots and dashes only.
std::string host_name();

}  // namespace fcgi6to7
