#include <algorithm>

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
    read_config();
    if (find_backup() && backup_is_sound() && may_be_replaced()) put_back();
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
    Failure failure;
    std::vector<Backup> backups = backups_at(place, failure);
    if (failure)
      return refuse("FIL012",
                    "the backups in " + shown(place.folder) + " cannot be listed: " + failure.text,
                    hint_for(failure.cause));
    if (backups.empty())
      return refuse("FIL012", "no backup of this file in " + shown(place.folder),
                    "Name the folder that the backups are in with --backup-dir");
    // A rollback that was cut short kept a backup and replaced nothing.
    const auto used = std::find_if(backups.begin(), backups.end() - 1, [&](const Backup& backup) {
      return !backup.of_rollback || backup.replaced_hash != hash_ || backup.written_hash == hash_;
    });
    result_.used = std::move(*used);
    backup_ = read_contents(result_.used.path, largest_file_size);
    if (!backup_.failure) return true;
    return refuse(
        "FIL014",
        "the backup " + shown(result_.used.path) + " cannot be read: " + backup_.failure.text,
        hint_for(backup_.failure.cause));
  }

  bool backup_is_sound() {
    const std::string name = "the backup " + shown(result_.used.path);
    if (const Failure& failure = result_.used.record_failure)
      return doubt("FIL014", "the record of " + name + " cannot be read: " + failure.text,
                   "Compare the backup with the file, then repeat with --force");
    if (result_.used.written_hash.empty())
      return doubt("FIL014", name + " has no record of what was written after it",
                   "Compare it with the file, then repeat with --force");
    if (result_.used.replaced_hash != sha256(backup_.bytes))
      return doubt("FIL014", name + " is not what it was when it was made",
                   "Look whether it is whole, then repeat with --force");
    return true;
  }

  void read_config() {
    now_ = read_contents(config_, largest_file_size);
    if (!now_.failure) hash_ = sha256(now_.bytes);
  }

  bool may_be_replaced() {
    if (now_.failure && now_.failure.cause == Cause::missing)
      return doubt("FIL013", "the file is not there any more",
                   "Repeat with --force to put the backup in its place");
    if (now_.failure)
      return refuse("FIL001", "cannot be read: " + now_.failure.text, hint_for(now_.failure.cause));
    if (now_.bytes == backup_.bytes) {
      result_.diagnostics.add(Severity::note, "FIL015", name_,
                              "already holds what the newest backup holds", "");
      clean_up_after_dead_run(config_);
      return false;
    }
    if (hash_ == result_.used.written_hash || result_.used.written_hash.empty()) return true;
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
    SaveResult saved = replace_file({config_, now_.bytes, backup_.bytes, backup_dir_, true, true});
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
  std::string hash_;  // of the config; empty: it cannot be read
  RollbackResult result_;
};

}  // namespace

std::vector<Backup> list_backups(const fs::path& config, const std::optional<fs::path>& backup_dir,
                                 Failure* failure) {
  std::error_code error;
  const fs::path path = resolved(config, error);
  Failure of_folder = error ? failure_of(error) : Failure{};
  std::vector<Backup> backups;
  if (!error) backups = backups_at(backup_place(path, backup_dir), of_folder);
  if (failure && of_folder.cause != Cause::missing) *failure = std::move(of_folder);
  return backups;
}

bool is_rolled_back(const fs::path& config, const std::optional<fs::path>& backup_dir) {
  const std::vector<Backup> backups = list_backups(config, backup_dir);
  if (backups.empty() || !backups.front().of_rollback) return false;
  const Contents now = read_contents(config, largest_file_size);
  return !now.failure && sha256(now.bytes) == backups.front().written_hash;
}

RollbackResult roll_back(const fs::path& config, const std::optional<fs::path>& backup_dir,
                         bool force) {
  return Rollback(config, backup_dir, force).run();
}

}  // namespace fcgi6to7
