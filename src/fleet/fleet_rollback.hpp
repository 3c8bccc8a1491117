// Undoes an in-place run: every config that it wrote gets its old text back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "fleet/server.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

struct FleetRollback {
  std::uint64_t restored = 0;
  std::uint64_t untouched = 0;  ///< not written by the run, or rolled back already
  std::uint64_t failed = 0;
  Diagnostics diagnostics;
};

/// Undoes what a journal says. A config that is not what the run wrote is a failure, unless it is
/// what it was before: then there is nothing to do, so that a second call changes nothing.
FleetRollback roll_back_journal(const std::filesystem::path& journal,
                                const std::optional<std::filesystem::path>& backup_dir, bool force);

/// Rolls back every server below a folder that has a backup and was not rolled back already.
FleetRollback roll_back_folder(const std::filesystem::path& root, const ServerFiles& files,
                               const std::optional<std::filesystem::path>& backup_dir, bool force);

}  // namespace fcgi6to7
