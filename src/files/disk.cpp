#include "files/disk.hpp"

#include "files/file_calls.hpp"

namespace fcgi6to7 {

ReadResult read_file(const std::filesystem::path& path, std::uintmax_t max_size) {
  Contents contents = read_contents(path, max_size);
  return {std::move(contents.bytes), std::move(contents.failure.text)};
}

bool file_exists(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error);
}

}  // namespace fcgi6to7
