// The terminal as the program needs it: arguments in UTF-8, output that is neither changed nor cut.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace fcgi6to7 {

/// While it lives, stdout and stderr take UTF-8 and bytes as they are, and a Windows console
/// understands colour sequences where it can. What the console was is restored at the end.
class Console {
 public:
  Console();
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

 private:
  unsigned old_code_page_ = 0;  ///< Windows only; 0: there is no console
};

/// Whether stdout (or stderr) is a terminal that shows colours.
bool is_terminal(bool to_stderr);

/// Columns of the terminal behind stdout (or stderr); 0: no terminal.
std::size_t terminal_width(bool to_stderr);

/// What was typed, in UTF-8. POSIX hands over bytes, Windows its own wide command line.
std::vector<std::string> typed_arguments(int argc, const char* const* argv);

}  // namespace fcgi6to7
