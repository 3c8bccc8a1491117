#ifndef _WIN32

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "files/file_calls.hpp"
#include "files/posix_handle.hpp"
#include "files/together.hpp"

namespace fcgi6to7 {

namespace fs = std::filesystem;

Failure flush_together(const fs::path& folder, const std::vector<fs::path>& files) {
  if (files.empty()) return {};
#ifdef __linux__
  const PosixHandle handle(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.is_open()) return failure_of(errno);
  return syncfs(handle.get()) == 0 ? Failure{} : failure_of(errno);
#else
  std::set<fs::path> folders{folder};
  for (const fs::path& file : files) {
    const PosixHandle handle(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!handle.is_open() || fsync(handle.get()) != 0) return failure_of(errno);
    for (fs::path at = file.parent_path(); at != folder && folders.insert(at).second;)
      at = at.parent_path();
  }
  for (const fs::path& each : folders)
    if (Failure failure = flush_folder(each)) return failure;
  return {};
#endif
}

AppendedFile::~AppendedFile() {
  if (handle_ >= 0) close(static_cast<int>(handle_));
}

Failure AppendedFile::open(const fs::path& path, bool truncate) {
  const int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (truncate ? O_TRUNC : 0);
  handle_ = ::open(path.c_str(), flags, 0644);
  return handle_ >= 0 ? Failure{} : failure_of(errno);
}

Failure AppendedFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = write(static_cast<int>(handle_), bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return failure_of(errno);
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return fsync(static_cast<int>(handle_)) == 0 ? Failure{} : failure_of(errno);
}

}  // namespace fcgi6to7

#endif
