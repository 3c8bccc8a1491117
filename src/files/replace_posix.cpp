#ifndef _WIN32

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "files/file_calls.hpp"
#include "files/posix_handle.hpp"

namespace fcgi6to7 {
namespace {

std::int64_t modification_time(const struct stat& status) {
#ifdef __APPLE__
  const timespec& time = status.st_mtimespec;
#else
  const timespec& time = status.st_mtim;
#endif
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileState state_of(const struct stat& status) {
  FileState state;
  state.device = static_cast<std::uint64_t>(status.st_dev);
  state.number = static_cast<std::uint64_t>(status.st_ino);
  state.size = static_cast<std::uint64_t>(status.st_size);
  state.modified = modification_time(status);
  state.links = static_cast<std::uint64_t>(status.st_nlink);
  state.mode = status.st_mode & 0777u;
  state.owner = status.st_uid;
  state.group = status.st_gid;
  return state;
}

Failure not_regular(mode_t mode) {
  if (S_ISREG(mode)) return {};
  if (S_ISDIR(mode)) return {Cause::not_a_file, "it is a folder"};
  if (S_ISFIFO(mode)) return {Cause::not_a_file, "it is a pipe"};
  if (S_ISSOCK(mode)) return {Cause::not_a_file, "it is a socket"};
  return {Cause::not_a_file, "it is a device"};
}

// `expected` bytes in one go when the file is as long as it was said to be.
Failure read_all(int handle, std::size_t expected, std::uintmax_t max_size, std::string& bytes) {
  constexpr std::size_t piece = 1 << 16;
  std::size_t wanted = expected + 1;  // the one more finds the end
  for (;;) {
    const std::size_t at = bytes.size();
    bytes.resize(at + wanted);
    const ssize_t got = read(handle, bytes.data() + at, wanted);
    const int error = got < 0 ? errno : 0;
    bytes.resize(at + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (error == EINTR) continue;
    if (error != 0) return failure_of(error);
    if (got == 0) return {};
    if (bytes.size() > max_size) return too_large(max_size);
    const std::size_t left = wanted - static_cast<std::size_t>(got);
    wanted = left > 0 ? left : std::max(piece, bytes.size());
  }
}

Failure write_all(int handle, std::string_view bytes, bool flush) {
  while (!bytes.empty()) {
    const ssize_t done = write(handle, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return failure_of(errno);
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return !flush || fsync(handle) == 0 ? Failure{} : failure_of(errno);
}

// Owner first, then mode: a mode given earlier would open the file to the wrong group.
Failure protect_like(int handle, const FileState& like, bool& owner_kept) {
  unsigned mode = like.mode;
  owner_kept = fchown(handle, like.owner, like.group) == 0;
  if (!owner_kept && fchown(handle, static_cast<uid_t>(-1), like.group) != 0)
    mode &= ~070u | (mode & 7u) << 3;  // the group is another one now: it gets what all get
  return fchmod(handle, static_cast<mode_t>(mode)) == 0 ? Failure{} : failure_of(errno);
}

}  // namespace

Failure failure_of(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return {Cause::denied, "permission denied"};
    case ENOENT:
      return {Cause::missing, "no such file"};
    case ENOTDIR:
      return {Cause::missing, "a part of the path is not a folder"};
    case ELOOP:
      return {Cause::missing, "symbolic links lead in a circle"};
    case EISDIR:
      return {Cause::not_a_file, "it is a folder"};
    case ENOSPC:
      return {Cause::no_space, "no space left on the disk"};
    case EDQUOT:
      return {Cause::no_space, "the disk quota is used up"};
    case EFBIG:
      return {Cause::no_space, "larger than a file may be here"};
    case EROFS:
      return {Cause::read_only_disk, "the disk is read-only"};
    case EBUSY:
    case ETXTBSY:
      return {Cause::busy, "in use by another program"};
    case ENAMETOOLONG:
      return {Cause::long_name, "the name is too long"};
    default:
      return {Cause::other, std::generic_category().message(error)};
  }
}

Contents read_contents(const std::filesystem::path& path, std::uintmax_t max_size) {
  Contents contents;
  struct stat status {};
  // Asked before opening too, because opening a device may already do something.
  if (stat(path.c_str(), &status) != 0) return {{}, {}, failure_of(errno)};
  if (Failure failure = not_regular(status.st_mode)) return {{}, {}, failure};
  const PosixHandle file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file.is_open()) return {{}, {}, failure_of(errno)};
  if (fstat(file.get(), &status) != 0) return {{}, {}, failure_of(errno)};
  contents.failure = not_regular(status.st_mode);
  contents.state = state_of(status);
  if (!contents.failure && contents.state.size > max_size) contents.failure = too_large(max_size);
  if (contents.failure) return contents;
  const auto size = static_cast<std::size_t>(contents.state.size);
  contents.failure = read_all(file.get(), size, max_size, contents.bytes);
  if (contents.failure) contents.bytes.clear();
  return contents;
}

NewFile write_new_file(const std::filesystem::path& path, std::string_view bytes,
                       const Protection& protection) {
  NewFile result;
  const mode_t mode = protection.like ? 0600 : static_cast<mode_t>(protection.mode);
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const PosixHandle file(open(path.c_str(), flags, mode));
  if (!file.is_open()) return {failure_of(errno), true};
  if (protection.like)
    result.failure = protect_like(file.get(), *protection.like, result.owner_kept);
  if (!result.failure) result.failure = write_all(file.get(), bytes, protection.flush);
  if (result.failure) unlink(path.c_str());
  return result;
}

Failure put_in_place(const std::filesystem::path& file, const std::filesystem::path& target) {
  return std::rename(file.c_str(), target.c_str()) == 0 ? Failure{} : failure_of(errno);
}

Failure put_in_place_of(const std::filesystem::path& file, const std::filesystem::path& target,
                        const FileState& expected) {
#ifdef RENAME_EXCHANGE
  const auto exchange = [&] {
    return renameat2(AT_FDCWD, file.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0;
  };
  if (exchange()) {
    struct stat old {};
    const int error = lstat(file.c_str(), &old) == 0 ? 0 : errno;
    if (error == 0 && S_ISREG(old.st_mode) && state_of(old).is_same_as(expected)) {
      unlink(file.c_str());  // one that stays is a temporary file of a dead run
      return {};
    }
    if (!exchange())
      if (const Failure failure = put_in_place(file, target)) return failure;
    return error != 0 ? failure_of(error) : Failure{Cause::changed, "changed by another program"};
  }
  // These say that the disk or the system cannot, and nothing of the files.
  if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) return failure_of(errno);
#else
  static_cast<void>(expected);
#endif
  return put_in_place(file, target);
}

std::vector<std::filesystem::path> names_in(const std::filesystem::path& folder,
                                            std::error_code& error) {
  std::vector<std::filesystem::path> names;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
    names.push_back(entry->path().filename());
  return names;
}

Failure flush_folder(const std::filesystem::path& folder) {
  const PosixHandle handle(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.is_open()) return failure_of(errno);
  // EINVAL: a file system that has nothing to flush for folders.
  if (fsync(handle.get()) != 0 && errno != EINVAL) return failure_of(errno);
  return {};
}

unsigned long process_id() {
  return static_cast<unsigned long>(getpid());
}

bool process_is_alive(unsigned long id) {
  const auto process = static_cast<pid_t>(id);
  if (process <= 0 || static_cast<unsigned long>(process) != id) return false;
  return kill(process, 0) == 0 || errno == EPERM;
}

std::string host_name() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return plain_name(name.data());
}

}  // namespace fcgi6to7

#endif
