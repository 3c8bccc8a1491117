#ifdef _WIN32

#define NOMINMAX
#include <fcntl.h>
#include <io.h>
#include <windows.h>
// After windows.h, which it needs.
#include <shellapi.h>

#include <cstdio>
#include <filesystem>

#include "cli/console.hpp"
#include "files/failure.hpp"

namespace fcgi6to7 {
namespace {

HANDLE stream_handle(bool to_stderr) {
  return GetStdHandle(to_stderr ? STD_ERROR_HANDLE : STD_OUTPUT_HANDLE);
}

// Windows 10 and later take colour sequences once they are asked to; older consoles refuse.
bool takes_colours(bool to_stderr) {
  constexpr DWORD virtual_terminal = 4;  // ENABLE_VIRTUAL_TERMINAL_PROCESSING
  const HANDLE handle = stream_handle(to_stderr);
  DWORD mode = 0;
  if (GetConsoleMode(handle, &mode) == 0) return false;
  return (mode & virtual_terminal) != 0 || SetConsoleMode(handle, mode | virtual_terminal) != 0;
}

}  // namespace

// The C library would write CR LF for every LF: reports and configs are the bytes they are.
Console::Console() {
  _setmode(_fileno(stdout), _O_BINARY);
  _setmode(_fileno(stderr), _O_BINARY);
  old_code_page_ = GetConsoleOutputCP();
  if (old_code_page_ != 0) SetConsoleOutputCP(CP_UTF8);
}

Console::~Console() {
  if (old_code_page_ != 0) SetConsoleOutputCP(old_code_page_);
}

bool is_terminal(bool to_stderr) {
  return takes_colours(to_stderr);
}

std::size_t terminal_width(bool to_stderr) {
  CONSOLE_SCREEN_BUFFER_INFO info{};
  if (GetConsoleScreenBufferInfo(stream_handle(to_stderr), &info) == 0) return 0;
  return static_cast<std::size_t>(info.srWindow.Right - info.srWindow.Left + 1);
}

std::vector<std::string> typed_arguments(int argc, const char* const* argv) {
  int count = 0;
  wchar_t** wide = CommandLineToArgvW(GetCommandLineW(), &count);
  if (wide == nullptr) return {argv, argv + argc};
  std::vector<std::string> typed;
  for (int i = 0; i < count; ++i) typed.push_back(shown(std::filesystem::path(wide[i])));
  LocalFree(wide);
  return typed;
}

}  // namespace fcgi6to7

#endif
