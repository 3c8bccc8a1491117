#include "files/failure.hpp"

#include <cerrno>

namespace fcgi6to7 {

std::string hint_for(Cause cause) {
  switch (cause) {
    case Cause::denied:
#ifdef _WIN32
      return "Run from an elevated prompt, and see that the file is not read-only";
#else
      return "Run as a user who may write in this folder";
#endif
    case Cause::missing:
      return "Check the path";
    case Cause::no_space:
      return "Free some space on the disk";
    case Cause::read_only_disk:
      return "Work on a copy on a disk that can be written";
    case Cause::busy:
      return "Close the programs that have the file open, such as IIS Manager, and run again";
    case Cause::long_name:
      return "Use a shorter path, or name a folder with a short path with --backup-dir";
    case Cause::not_a_file:
      return "Name a file";
    case Cause::none:
    case Cause::changed:
    case Cause::other:
      break;
  }
  return "Check the disk and the rights to the file, then run again";
}

Failure failure_of(const std::error_code& error) {
  return error ? failure_of(error.value()) : Failure{};
}

Failure failure_of_stream() {
  const int error = errno;
  return error != 0 ? failure_of(std::error_code(error, std::generic_category()))
                    : Failure{Cause::other, "not all of it could be read or written"};
}

Failure too_large(std::uintmax_t max_size) {
  return {Cause::other, "larger than " + std::to_string(max_size >> 20) + " MiB"};
}

std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, 63)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '-' || c == '_';
    out += plain ? c : '_';
  }
  return out.empty() ? "unnamed" : out;
}

#ifndef _WIN32
std::string shown(const std::filesystem::path& path) {
  return path.string();
}
#endif

}  // namespace fcgi6to7
