#ifndef _WIN32

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

std::vector<std::string> typed_arguments(int argc, const char* const* argv) {
  return {argv, argv + argc};
}

}  // namespace fcgi6to7

#endif
