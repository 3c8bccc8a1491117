// Temporary files of ours: names that tell whose they are, and removal of those a dead run left.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace fcgi6to7 {

/// A name in the target's folder that nobody else uses:
/// ".NAME.HOST.PID-RUN-NUMBER.fcgi6to7-tmp".
std::filesystem::path temporary_beside(const std::filesystem::path& target);

/// Removes temporary files in a folder whose names begin with ".NAME" and whose run is dead. Those
/// of live processes and of other machines stay.
void remove_stale_temporaries(const std::filesystem::path& folder,
                              const std::filesystem::path& name);

}  // namespace fcgi6to7
