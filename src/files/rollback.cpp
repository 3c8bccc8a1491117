#include "files/backup.hpp"
#include "files/backup_store.hpp"
#include "files/disk.hpp"
#include "files/save.hpp"
#include "files/sha256.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

class Rollback {
 public:
  Rollback(const fs::path& config, const std::optional<fs::path>& backup_dir, bool force)
      : config_(config), backup_dir_(backup_dir), force_(force), name_(shown(config)) {}

  RollbackResult run() {
    if (find_backup() && backup_is_sound() && read_config()) put_back();
    return std::move(result_);
  }

 private:
  bool find_backup() {
    std::error_code error;
    const fs::path config = resolved(config_, error);
    if (error) {
      const Failure failure = failure_of(error);
      return refuse("FIL001", "cannot be read: " + failure.text, hint_for(failure.cause));
    }
    const BackupPlace place = backup_place(config, backup_dir_);
    std::vector<Backup> backups = backups_at(place);
    if (backups.empty())
      return refuse("FIL012", "no backup of this file in " + shown(place.folder),
                    "Name the folder that the backups are in with --backup-dir");
    result_.used = std::move(backups.front());
    backup_ = read_contents(result_.used.path, max_file_size);
    if (!backup_.failure) return true;
    return refuse(
        "FIL014",
        "the backup " + shown(result_.used.path) + " cannot be read: " + backup_.failure.text,
        hint_for(backup_.failure.cause));
  }

  bool backup_is_sound() {
    const std::string name = "the backup " + shown(result_.used.path);
    if (result_.used.written_hash.empty())
      return doubt("FIL014", name + " has no record of what was written after it",
                   "Compare it with the file, then repeat with --force");
    if (result_.used.replaced_hash != sha256(backup_.bytes))
      return doubt("FIL014", name + " is not what it was when it was made",
                   "Look whether it is whole, then repeat with --force");
    return true;
  }

  bool read_config() {
    now_ = read_contents(config_, max_file_size);
    if (now_.failure && now_.failure.cause == Cause::missing)
      return doubt("FIL013", "the file is not there any more",
                   "Repeat with --force to put the backup in its place");
    if (now_.failure)
      return refuse("FIL001", "cannot be read: " + now_.failure.text, hint_for(now_.failure.cause));
    if (now_.bytes == backup_.bytes) {
      result_.diagnostics.add(Severity::note, "FIL015", name_,
                              "already holds what the newest backup holds", "");
      return false;
    }
    if (sha256(now_.bytes) == result_.used.written_hash || result_.used.written_hash.empty())
      return true;
    return doubt("FIL013", "was changed after the backup was made, and going back would undo that",
                 "Compare it with " + shown(result_.used.path) + ", then repeat with --force");
  }

  void put_back() {
    if (now_.failure) {  // the config is missing: there is nothing to replace or to keep
      std::error_code error;
      const fs::path config = resolved(config_, error);
      const Failure failure =
          error ? failure_of(error) : write_whole(config, backup_.bytes, {backup_.state}).failure;
      if (failure) refuse("FIL006", "cannot be written: " + failure.text, hint_for(failure.cause));
      result_.done = !failure;
      return;
    }
    SaveResult saved = replace_file({config_, now_.bytes, backup_.bytes, backup_dir_, true});
    result_.done = saved.written;
    result_.replaced_kept_as = std::move(saved.backup);
    result_.diagnostics.append(std::move(saved.diagnostics));
  }

  bool refuse(std::string_view code, std::string phrase, std::string hint) {
    result_.diagnostics.add(Severity::error, code, name_, std::move(phrase), std::move(hint));
    return false;
  }

  // What --force overrides: an error without it, a warning with it.
  bool doubt(std::string_view code, std::string phrase, std::string hint) {
    if (!force_) return refuse(code, std::move(phrase), std::move(hint));
    result_.diagnostics.add(Severity::warning, code, name_, std::move(phrase), "");
    return true;
  }

  const fs::path& config_;
  const std::optional<fs::path>& backup_dir_;
  bool force_;
  std::string name_;
  Contents backup_;
  Contents now_;
  RollbackResult result_;
};

}  // namespace

std::vector<Backup> list_backups(const fs::path& config,
                                 const std::optional<fs::path>& backup_dir) {
  std::error_code error;
  const fs::path path = resolved(config, error);
  return error ? std::vector<Backup>() : backups_at(backup_place(path, backup_dir));
}

RollbackResult roll_back(const fs::path& config, const std::optional<fs::path>& backup_dir,
                         bool force) {
  return Rollback(config, backup_dir, force).run();
}

}  // namespace fcgi6to7
