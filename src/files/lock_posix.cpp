#ifndef _WIN32

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "files/file_calls.hpp"
#include "files/lock.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

int open_lock_file(const char* path) {
  constexpr int flags = O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  const int handle = open(path, O_RDWR | flags, 0644);
  // A file that another user's dead run left behind may be for reading only; that is enough.
  return handle < 0 && errno == EACCES ? open(path, O_RDONLY | flags, 0644) : handle;
}

// "4711 WEB01" as a person would say it; whatever else stands there is not shown.
std::string read_holder(int handle) {
  std::array<char, 128> buffer{};
  const ssize_t size = pread(handle, buffer.data(), buffer.size(), 0);
  if (size <= 0) return {};
  const std::string_view text = trim({buffer.data(), static_cast<std::size_t>(size)});
  const std::size_t blank = text.find(' ');
  const auto process = decimal(text.substr(0, blank));
  if (!process || blank == std::string_view::npos) return {};
  return "process " + std::to_string(*process) + " on " + plain_name(text.substr(blank + 1));
}

void write_holder(int handle) {
  const std::string text = std::to_string(process_id()) + " " + host_name() + "\n";
  // Only for messages: a lock without a name is a lock all the same.
  if (ftruncate(handle, 0) != 0 || pwrite(handle, text.data(), text.size(), 0) < 0) errno = 0;
}

// Whether the locked file still is the one at the path, not one that its last holder removed.
bool is_at_path(int handle, const char* path) {
  struct stat ours {
  }, there{};
  return fstat(handle, &ours) == 0 && lstat(path, &there) == 0 && ours.st_dev == there.st_dev &&
         ours.st_ino == there.st_ino;
}

}  // namespace

bool FileLock::try_once() {
  const int handle = open_lock_file(path_.c_str());
  if (handle < 0) {
    failure_ = failure_of(errno);
    return false;
  }
  if (flock(handle, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    if (error == EWOULDBLOCK)
      holder_ = read_holder(handle);
    else if (error != EINTR)
      failure_ = failure_of(error);
    close(handle);
    return false;
  }
  if (!is_at_path(handle, path_.c_str())) {
    close(handle);
    return false;
  }
  write_holder(handle);
  handle_ = handle;
  return true;
}

FileLock::~FileLock() {
  if (!is_held()) return;
  unlink(path_.c_str());  // before letting go, or another run's lock file would be removed
  close(static_cast<int>(handle_));
}

}  // namespace fcgi6to7

#endif
