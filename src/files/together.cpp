#include "files/together.hpp"

#include "files/backup_store.hpp"
#include "files/temporary.hpp"

namespace fcgi6to7 {

namespace fs = std::filesystem;

Failure make_folders(const fs::path& below, const fs::path& relative, bool& is_new) {
  is_new = false;
  fs::path folder = below;
  for (const fs::path& part : relative) {
    folder /= part;
    std::error_code not_made, error;
    is_new = fs::create_directory(folder, not_made);
    if (is_new) continue;
    const fs::file_status status = fs::symlink_status(folder, error);
    if (fs::is_directory(status)) continue;
    if (fs::is_symlink(status))
      return {Cause::not_a_file, shown(folder) + " is a symbolic link, which may lead elsewhere"};
    if (fs::exists(status)) return {Cause::not_a_file, shown(folder) + " is not a folder"};
    return not_made ? failure_of(not_made) : failure_of(error);
  }
  return {};
}

Failure write_unflushed(const fs::path& path, std::string_view bytes, bool folder_is_new,
                        unsigned mode) {
  if (!folder_is_new) remove_stale_temporaries(path.parent_path(), path.filename());
  return write_whole(path, bytes, {std::nullopt, mode, false}).failure;
}

}  // namespace fcgi6to7
