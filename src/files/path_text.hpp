// Paths as UTF-8 text and back, the same on every system.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace fcgi6to7 {

inline std::filesystem::path to_path(std::string_view utf8) {
  return {std::u8string(utf8.begin(), utf8.end())};
}

/// With forward slashes, so that reports do not depend on the system.
inline std::string to_utf8(const std::filesystem::path& path) {
  const std::u8string text = path.generic_u8string();
  return {text.begin(), text.end()};
}

}  // namespace fcgi6to7
