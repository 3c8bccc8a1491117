#include "files/this_server.hpp"

#include "files/windows_disk.hpp"

namespace fcgi6to7 {

namespace fs = std::filesystem;

ServerLayout layout_in(const fs::path& windows) {
  std::error_code error;
  const std::string system =
      fs::is_directory(windows / "Sysnative", error) ? "Sysnative" : "System32";
  return {find_on_disk(windows, system + "\\inetsrv\\fcgiext.ini"),
          find_on_disk(windows, system + "\\inetsrv\\config\\applicationHost.config"),
          find_on_disk(windows, system + "\\inetsrv\\appcmd.exe")};
}

ServerLayout find_server_files(const fs::path& root) {
  if (root.empty()) {
    const auto windows = windows_folder();
    return windows ? layout_in(*windows) : ServerLayout{};
  }
  for (const char* name : {"C:\\Windows", "C:\\WINNT"})
    if (const auto windows = find_on_disk(root, name)) return layout_in(*windows);
  return {};
}

}  // namespace fcgi6to7
