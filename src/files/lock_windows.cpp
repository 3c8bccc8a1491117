#ifdef _WIN32

#define NOMINMAX
#include <windows.h>

#include <array>

#include "files/file_calls.hpp"
#include "files/lock.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr DWORD share_all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

std::string read_holder(const wchar_t* path) {
  const HANDLE file =
      CreateFileW(path, GENERIC_READ, share_all, nullptr, OPEN_EXISTING, 0, nullptr);
  if (file == INVALID_HANDLE_VALUE) return {};
  std::array<char, 128> buffer{};
  DWORD size = 0;
  ReadFile(file, buffer.data(), static_cast<DWORD>(buffer.size()), &size, nullptr);
  CloseHandle(file);
  const std::string_view text = trim({buffer.data(), size});
  const std::size_t blank = text.find(' ');
  const auto process = decimal(text.substr(0, blank));
  if (!process || blank == std::string_view::npos) return {};
  return "process " + std::to_string(*process) + " on " + plain_name(text.substr(blank + 1));
}

}  // namespace

// The handle shares reading alone, so a second one that wants to write is refused. Windows removes
// the file when the handle closes, also when the process is killed.
bool FileLock::try_once() {
  HANDLE file = INVALID_HANDLE_VALUE;
  DWORD error = ERROR_ACCESS_DENIED;
  // "Access denied" is also what a file says that is just being removed: ask a few times.
  for (int i = 0; i < 5 && file == INVALID_HANDLE_VALUE && error == ERROR_ACCESS_DENIED; ++i) {
    if (i > 0) Sleep(20);
    file =
        CreateFileW(path_.c_str(), GENERIC_READ | GENERIC_WRITE | DELETE, FILE_SHARE_READ, nullptr,
                    OPEN_ALWAYS, FILE_ATTRIBUTE_HIDDEN | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    error = file == INVALID_HANDLE_VALUE ? GetLastError() : ERROR_SUCCESS;
  }
  if (error == ERROR_SHARING_VIOLATION)
    holder_ = read_holder(path_.c_str());
  else if (file == INVALID_HANDLE_VALUE)
    failure_ = failure_of(static_cast<int>(error));
  if (file == INVALID_HANDLE_VALUE) return false;
  const std::string text = std::to_string(process_id()) + " " + host_name() + "\n";
  DWORD written = 0;
  WriteFile(file, text.data(), static_cast<DWORD>(text.size()), &written, nullptr);
  handle_ = reinterpret_cast<std::intptr_t>(file);
  return true;
}

FileLock::~FileLock() {
  if (is_held()) CloseHandle(reinterpret_cast<HANDLE>(handle_));
}

}  // namespace fcgi6to7

#endif
