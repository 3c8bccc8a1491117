#ifndef _WIN32

#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/console.hpp"

namespace fcgi6to7 {

Console::Console() {}
Console::~Console() {
  old_code_page_ = 0;
}

bool is_terminal(bool to_stderr) {
  return isatty(to_stderr ? STDERR_FILENO : STDOUT_FILENO) != 0;
}

std::size_t terminal_width(bool to_stderr) {
  if (!is_terminal(to_stderr)) return 0;
  winsize size{};
  if (ioctl(to_stderr ? STDERR_FILENO : STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

std::vector<std::string> typed_arguments(int argc, const char* const* argv) {
  return {argv, argv + argc};
}

}  // namespace fcgi6to7

#endif
