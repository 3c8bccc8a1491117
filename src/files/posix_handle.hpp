// A POSIX file handle that closes itself.
#pragma once

#ifndef _WIN32

#include <unistd.h>

namespace fcgi6to7 {

class PosixHandle {
 public:
  explicit PosixHandle(int handle = -1) : handle_(handle) {}
  ~PosixHandle() { reset(); }
  PosixHandle(const PosixHandle&) = delete;
  PosixHandle& operator=(const PosixHandle&) = delete;

  int get() const { return handle_; }
  bool is_open() const { return handle_ >= 0; }
  void reset(int handle = -1) {
    if (handle_ >= 0) close(handle_);
    handle_ = handle;
  }

 private:
  int handle_;
};

}  // namespace fcgi6to7

#endif
