// A Windows disk seen from any system: paths of the server looked up below a folder, without case.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace fcgi6to7 {

/// The file or folder that "C:\PHP\php-cgi.exe" means on a disk mounted at root: root/PHP/…, or
/// root/C/PHP/… where disks stand side by side. Names compare without case; ".." is never followed.
/// Nothing when it is not there.
std::optional<std::filesystem::path> find_on_disk(const std::filesystem::path& root,
                                                  std::string_view windows_path);

}  // namespace fcgi6to7
