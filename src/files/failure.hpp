// Why the system refused: a cause that hints can be given for, and words.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace fcgi6to7 {

enum class Cause {
  none,
  denied,
  missing,
  no_space,
  read_only_disk,
  busy,  ///< in use by another program
  long_name,
  not_a_file,  ///< a folder, pipe or device
  changed,     ///< by another program, at that moment
  other,
};

struct Failure {
  Cause cause = Cause::none;
  std::string text;  ///< "permission denied"

  explicit operator bool() const { return cause != Cause::none; }
};

/// What an errno or a Windows error number means.
Failure failure_of(int system_error);
Failure failure_of(const std::error_code& error);

/// Why a standard stream went bad, asked right after the call that showed it.
Failure failure_of_stream();

Failure too_large(std::uintmax_t max_size);

/// What to do about it, in the imperative.
std::string hint_for(Cause cause);

/// A machine's name with letters, digits, dots, dashes and underscores alone, at most 63 of them.
std::string plain_name(std::string_view name);

/// A path as messages name it, in UTF-8.
std::string shown(const std::filesystem::path& path);

}  // namespace fcgi6to7
