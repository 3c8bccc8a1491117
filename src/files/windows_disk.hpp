// A Windows disk seen from any system: paths of the server looked up below a folder, without case.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fcgi6to7 {

/// The file or folder that "C:\PHP\php-cgi.exe" means on a disk mounted at root: root/PHP/…, or
/// root/C/PHP/… where disks stand side by side. Names compare without case; ".." is never followed,
/// nor a link that leads out of the root. Nothing when it is not there.
std::optional<std::filesystem::path> find_on_disk(const std::filesystem::path& root,
                                                  std::string_view windows_path);

struct FolderEntry {
  std::string name;  ///< UTF-8
  bool is_folder = false;
};

/// What lies in such a folder, sorted by name: at most `most` entries, and no links. Empty when it
/// is not there.
std::vector<FolderEntry> list_on_disk(const std::filesystem::path& root,
                                      std::string_view windows_path, std::size_t most);

}  // namespace fcgi6to7
