// The backups of a config on the disk: their names, their records, and writing new ones.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "files/backup.hpp"
#include "files/file_calls.hpp"

namespace fcgi6to7 {

/// Where a config's backups lie and how their names begin. The config's path is resolved: links
/// followed, absolute.
struct BackupPlace {
  std::filesystem::path folder;
  std::filesystem::path stem;  ///< "applicationHost.config"; in a backup folder with a hash behind
};

BackupPlace backup_place(const std::filesystem::path& resolved_config,
                         const std::optional<std::filesystem::path>& backup_dir);

/// Newest first. `failure`: the folder is there and cannot be listed.
std::vector<Backup> backups_at(const BackupPlace& place, Failure& failure);

struct StoredBackup {
  std::filesystem::path path;
  Failure failure;
};

/// Keeps `replaced`, and records what is about to be written, and by what. Both files appear whole
/// or not at all; both are on the disk when this returns.
StoredBackup store_backup(const BackupPlace& place, std::string_view replaced,
                          std::string_view written, const FileState& like, bool by_rollback);

/// Takes a backup away again, when nothing was written.
void discard_backup(const std::filesystem::path& backup);

/// The path with links followed, also when the file itself is missing.
std::filesystem::path resolved(const std::filesystem::path& config, std::error_code& error);

/// Makes a file whole or not at all, replacing what is there, and flushes its folder if the file is
/// to be flushed.
NewFile write_whole(const std::filesystem::path& path, std::string_view bytes,
                    const Protection& protection);

}  // namespace fcgi6to7
