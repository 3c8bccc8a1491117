// Where IIS keeps its files: on this machine when it runs Windows, or on a mounted disk.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace fcgi6to7 {

/// Files that are there; the others stay empty.
struct ServerLayout {
  std::optional<std::filesystem::path> ini;     ///< system32\inetsrv\fcgiext.ini
  std::optional<std::filesystem::path> config;  ///< system32\inetsrv\config\applicationHost.config
  std::optional<std::filesystem::path> appcmd;  ///< system32\inetsrv\appcmd.exe
};

/// The layout below a Windows folder; names compare without case. A 32-bit program on 64-bit
/// Windows sees the real System32 as Sysnative.
ServerLayout layout_in(const std::filesystem::path& windows_folder);

/// The layout on a disk mounted at root (its Windows or WINNT folder), or, with an empty root, on
/// this machine; nothing is found on a machine without Windows.
ServerLayout find_server_files(const std::filesystem::path& root);

/// %windir% of this machine; nothing where there is no Windows.
std::optional<std::filesystem::path> windows_folder();

/// "10.0": HKLM\SOFTWARE\Microsoft\InetStp, MajorVersion and MinorVersion. Nothing without IIS.
std::optional<std::string> installed_iis();

/// "W3SVC is running", for W3SVC and WAS where they are installed. Only asks, never changes.
std::vector<std::string> iis_services();

/// What `appcmd list sites /xml` prints on this machine; empty where it cannot be asked. Only asks,
/// never changes. Takes at most ten seconds.
std::string sites_by_appcmd();

}  // namespace fcgi6to7
