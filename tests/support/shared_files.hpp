// The folder of shared schemas and corpora beside the source; tests that want it skip elsewhere.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "support/temp_folder.hpp"

namespace fcgi6to7::test {

inline std::filesystem::path shared_folder() {
  return std::filesystem::path(FCGI6TO7_SOURCE_DIR) / ".." / "shared";
}

/// The files of a shared folder that end so, sorted; with a message when there are none.
inline std::vector<std::filesystem::path> shared_files(std::string_view folder,
                                                       std::string_view ending) {
  std::vector<std::filesystem::path> files;
  std::error_code absent;
  for (const auto& entry : std::filesystem::directory_iterator(shared_folder() / folder, absent))
    if (entry.path().string().ends_with(ending)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  if (files.empty()) MESSAGE("skipped: no ", std::string(folder), " beside the source");
  return files;
}

}  // namespace fcgi6to7::test
