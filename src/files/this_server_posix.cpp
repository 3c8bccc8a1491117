#ifndef _WIN32

#include "files/this_server.hpp"

namespace fcgi6to7 {

std::optional<std::filesystem::path> windows_folder() {
  return std::nullopt;
}

std::optional<std::string> installed_iis() {
  return std::nullopt;
}

std::vector<std::string> iis_services() {
  return {};
}

std::string sites_by_appcmd() {
  return {};
}

}  // namespace fcgi6to7

#endif
