// Reading files: whole, bounded, and never waiting for a pipe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace fcgi6to7 {

/// Bytes; what --max-file-size changes.
constexpr std::uintmax_t max_file_size = std::uintmax_t{512} << 20;
/// Bytes; what no option exceeds, so that lines can be counted and offsets take 32 bits.
constexpr std::uintmax_t largest_file_size = std::uintmax_t{2047} << 20;

struct ReadResult {
  std::string bytes;
  std::string error;  ///< empty: read; else the cause: "permission denied", "it is a folder"
};

/// Reads a regular file; links are followed. Folders, pipes and devices are refused without
/// waiting, and so are files of more than max_size bytes.
ReadResult read_file(const std::filesystem::path& path, std::uintmax_t max_size = max_file_size);

/// Whether there is a regular file.
bool file_exists(const std::filesystem::path& path);

}  // namespace fcgi6to7
