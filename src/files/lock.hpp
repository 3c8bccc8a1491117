// A lock on a file that is to be replaced: one run at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "files/failure.hpp"

namespace fcgi6to7 {

/// Holds a lock file beside the target, ".NAME.fcgi6to7-lock", until destroyed. The system lets go
/// of it when the process ends, however it ends: a file left behind stops nobody.
class FileLock {
 public:
  static constexpr std::chrono::milliseconds usual_wait{2000};

  static std::filesystem::path path_for(const std::filesystem::path& target);

  explicit FileLock(const std::filesystem::path& target,
                    std::chrono::milliseconds wait = usual_wait);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  bool is_held() const { return handle_ != no_handle; }
  /// Who holds it, when that is why we do not: "process 4711 on WEB01"; may be empty.
  const std::string& holder() const { return holder_; }
  /// Why the lock file could not be made; empty when another run holds it.
  const Failure& failure() const { return failure_; }

 private:
  static constexpr std::intptr_t no_handle = -1;

  bool try_once();

  std::filesystem::path path_;
  std::intptr_t handle_ = no_handle;
  std::string holder_;
  Failure failure_;
};

}  // namespace fcgi6to7
