#ifdef _WIN32

#define NOMINMAX
#include <windows.h>

#include <array>

#include "files/program_output.hpp"
#include "files/this_server.hpp"

namespace fcgi6to7 {
namespace {

std::optional<DWORD> registry_number(const wchar_t* name) {
  DWORD value = 0;
  DWORD size = sizeof value;
  // The 64-bit view: the 32-bit one of a server may lack the key.
  const LSTATUS status = RegGetValueW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\InetStp", name,
                                      RRF_RT_REG_DWORD | 0x00010000 /* RRF_SUBKEY_WOW6464KEY */,
                                      nullptr, &value, &size);
  return status == ERROR_SUCCESS ? std::optional(value) : std::nullopt;
}

const char* state_in_words(DWORD state) {
  switch (state) {
    case SERVICE_RUNNING:
      return "is running";
    case SERVICE_STOPPED:
      return "is stopped";
    case SERVICE_PAUSED:
      return "is paused";
    default:
      return "is starting or stopping";
  }
}

}  // namespace

std::optional<std::filesystem::path> windows_folder() {
  std::array<wchar_t, MAX_PATH> folder{};
  const UINT size = GetSystemWindowsDirectoryW(folder.data(), static_cast<UINT>(folder.size()));
  if (size == 0 || size >= folder.size()) return std::nullopt;
  return std::filesystem::path(std::wstring(folder.data(), size));
}

std::optional<std::string> installed_iis() {
  const auto major = registry_number(L"MajorVersion");
  const auto minor = registry_number(L"MinorVersion");
  if (!major || !minor) return std::nullopt;
  return std::to_string(*major) + "." + std::to_string(*minor);
}

std::vector<std::string> iis_services() {
  std::vector<std::string> states;
  const SC_HANDLE manager = OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT);
  if (manager == nullptr) return states;
  for (const char* name : {"W3SVC", "WAS"}) {
    const SC_HANDLE service = OpenServiceA(manager, name, SERVICE_QUERY_STATUS);
    if (service == nullptr) continue;
    SERVICE_STATUS status{};
    if (QueryServiceStatus(service, &status) != 0)
      states.push_back(std::string(name) + " " + state_in_words(status.dwCurrentState));
    CloseServiceHandle(service);
  }
  CloseServiceHandle(manager);
  return states;
}

std::string sites_by_appcmd() {
  const auto appcmd = find_server_files({}).appcmd;
  return appcmd ? output_of(*appcmd, L"list sites /xml", 10) : std::string();
}

}  // namespace fcgi6to7

#endif
