#ifdef _WIN32

#define NOMINMAX
#include <windows.h>

#include <algorithm>

#include "files/together.hpp"

namespace fcgi6to7 {
namespace {

Failure last_failure() {
  return failure_of(static_cast<int>(GetLastError()));
}

HANDLE to_handle(std::intptr_t number) {
  return reinterpret_cast<HANDLE>(number);
}

}  // namespace

namespace fs = std::filesystem;

Failure flush_together(const fs::path&, const std::vector<fs::path>& files) {
  for (const fs::path& file : files) {
    const HANDLE handle = CreateFileW(file.c_str(), GENERIC_WRITE, FILE_SHARE_READ, nullptr,
                                      OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return last_failure();
    const bool flushed = FlushFileBuffers(handle) != 0;
    const Failure failure = flushed ? Failure{} : last_failure();
    CloseHandle(handle);
    if (failure) return failure;
  }
  return {};
}

AppendedFile::~AppendedFile() {
  if (handle_ != -1) CloseHandle(to_handle(handle_));
}

Failure AppendedFile::open(const fs::path& path, bool truncate) {
  const HANDLE handle =
      CreateFileW(path.c_str(), FILE_APPEND_DATA, FILE_SHARE_READ, nullptr,
                  truncate ? CREATE_ALWAYS : OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (handle == INVALID_HANDLE_VALUE) return last_failure();
  handle_ = reinterpret_cast<std::intptr_t>(handle);
  return {};
}

Failure AppendedFile::append(std::string_view bytes) {
  constexpr std::size_t piece = 1 << 24;
  while (!bytes.empty()) {
    DWORD done = 0;
    const auto size = static_cast<DWORD>(std::min(bytes.size(), piece));
    if (WriteFile(to_handle(handle_), bytes.data(), size, &done, nullptr) == 0)
      return last_failure();
    bytes.remove_prefix(done);
  }
  return FlushFileBuffers(to_handle(handle_)) != 0 ? Failure{} : last_failure();
}

}  // namespace fcgi6to7

#endif
