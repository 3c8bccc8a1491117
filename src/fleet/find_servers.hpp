// The servers below a folder, one after the other in the order of their names.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "fleet/server.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// Walks a folder. A server is a folder with both files (names without case), or a copy of a disk
/// with Windows/System32/inetsrv/{fcgiext.ini,config/applicationHost.config}; with config_alone the
/// config is enough. Symbolic links to
/// folders are not followed: one that leads outside is a finding, what one inside leads to is found
/// at its own place. Holds the names of the folders on the way, and no more.
class ServerFinder {
 public:
  ServerFinder(std::filesystem::path root, ServerFiles files);

  /// The next server; nothing at the end. Findings about the way to it are added.
  std::optional<Server> next(Diagnostics& diagnostics);

 private:
  struct Folder {
    std::filesystem::path path;
    std::vector<std::filesystem::path> folders;  // names, last one first
  };
  struct Entries;

  std::optional<Server> visit(const std::filesystem::path& path, Diagnostics& diagnostics);
  Entries read(const std::filesystem::path& path, Diagnostics& diagnostics);
  bool leads_outside(const std::filesystem::path& link) const;
  std::optional<Server> server_in(const std::filesystem::path& path, const Entries& entries,
                                  Diagnostics& diagnostics) const;
  std::optional<Server> server_with_config(const std::filesystem::path& path,
                                           const Entries& entries) const;
  std::string name_of(const std::filesystem::path& folder) const;

  std::filesystem::path root_;
  std::filesystem::path real_root_;
  ServerFiles files_;
  bool started_ = false;
  std::vector<Folder> way_;
};

}  // namespace fcgi6to7
