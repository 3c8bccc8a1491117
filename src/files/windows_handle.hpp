// A handle of Windows that closes itself. To be included behind windows.h.
#pragma once

namespace fcgi6to7 {

class Handle {
 public:
  explicit Handle(HANDLE handle = nullptr) : handle_(handle) {}
  ~Handle() { close(); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  HANDLE get() const { return handle_; }
  bool is_open() const { return handle_ != INVALID_HANDLE_VALUE && handle_ != nullptr; }
  void close() {
    if (is_open()) CloseHandle(handle_);
    handle_ = nullptr;
  }
  /// Where a call puts the handle that it opens.
  HANDLE* receive() {
    close();
    return &handle_;
  }

 private:
  HANDLE handle_;
};

}  // namespace fcgi6to7
