// Backups of a config: what is there, and going back to the newest one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "files/failure.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// One backup: what a run replaced, and (in a record beside it) what it wrote in its place.
struct Backup {
  std::filesystem::path path;
  std::string time;  ///< UTC: "2026-11-23T14:01:02Z"
  int sequence = 0;  ///< from 1, within that second
  std::uintmax_t size = 0;
  std::string written_hash;   ///< SHA-256 of what the run wrote; empty: the record is missing
  std::string replaced_hash;  ///< SHA-256 of the backup when it was made; empty as well
  Failure record_failure;     ///< why the record cannot be read; a missing one is no failure
  bool of_rollback = false;   ///< made by a rollback, so that it can be undone
};

/// A config's backups beside it, or in backup_dir; newest first. One folder may serve many configs.
/// `failure` is set when the folder cannot be listed; a missing one holds none.
std::vector<Backup> list_backups(const std::filesystem::path& config,
                                 const std::optional<std::filesystem::path>& backup_dir = {},
                                 Failure* failure = nullptr);

/// Whether the newest thing that happened to a config was a rollback.
bool is_rolled_back(const std::filesystem::path& config,
                    const std::optional<std::filesystem::path>& backup_dir);

struct RollbackResult {
  bool done = false;
  Backup used;
  std::filesystem::path replaced_kept_as;  ///< the backup of what the rollback replaced
  Diagnostics diagnostics;
};

/// Puts the newest backup back. Refuses when the config is not what was written after that backup
/// was made, unless forced. What is replaced becomes a backup itself, so that a second rollback
/// undoes the first; one that was cut short before it replaced the config does not count. A missing
/// config is restored only when forced.
RollbackResult roll_back(const std::filesystem::path& config,
                         const std::optional<std::filesystem::path>& backup_dir, bool force);

}  // namespace fcgi6to7
