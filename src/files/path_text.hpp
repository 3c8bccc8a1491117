// Paths as UTF-8 text and back, the same on every system.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace fcgi6to7 {

/// `C:\folder` for `\\?\C:\folder`, `\\server\share` for `\\?\UNC\server\share`; others stay.
/// The C library takes the prefix's question mark for a wildcard, and a manifest that is aware of
/// long paths makes it unneeded.
inline std::string without_long_prefix(std::string_view path) {
  constexpr std::string_view share = R"(\\?\UNC\)";
  constexpr std::string_view disk = R"(\\?\)";
  if (path.starts_with(share)) return R"(\\)" + std::string(path.substr(share.size()));
  if (path.starts_with(disk) && path.size() > disk.size() + 1 && path[disk.size() + 1] == ':')
    path.remove_prefix(disk.size());
  return std::string(path);
}

inline std::filesystem::path to_path(std::string_view utf8) {
#ifdef _WIN32
  const std::string plain = without_long_prefix(utf8);
  utf8 = plain;
#endif
  return {std::u8string(utf8.begin(), utf8.end())};
}

/// With forward slashes, so that reports do not depend on the system.
inline std::string to_utf8(const std::filesystem::path& path) {
  const std::u8string text = path.generic_u8string();
  return {text.begin(), text.end()};
}

/// A file as it is best shown to someone who named another file or folder: relative to what was
/// typed where it lies there, else whole.
inline std::string to_utf8_near(const std::filesystem::path& file,
                                const std::filesystem::path& typed_folder) {
  const std::filesystem::path near = typed_folder / file.filename();
  std::error_code error;
  return to_utf8(std::filesystem::equivalent(near, file, error) ? near : file);
}

}  // namespace fcgi6to7
