#include "files/save.hpp"

#include "files/backup_store.hpp"
#include "files/disk.hpp"
#include "files/file_calls.hpp"
#include "files/lock.hpp"
#include "files/temporary.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

class Save {
 public:
  Save(const SaveRequest& request, const std::function<void(SaveStep)>& after)
      : request_(request), after_(after), name_(shown(request.target)) {}

  SaveResult run() {
    if (request_.replacement != request_.expected && find_target()) run_locked();
    return std::move(result_);
  }

 private:
  void run_locked() {
    const FileLock lock(target_);
    if (!lock.is_held()) return say_locked(lock);
    remove_stale_temporaries(target_.parent_path(), target_.filename());
    done(SaveStep::locked);
    if (!is_as_expected()) return;
    if (request_.backup && !keep_backup()) return;
    done(SaveStep::backed_up);
    if (!swap()) return is_target_there() ? drop_backup() : say_gone();
    done(SaveStep::in_place);
    confirm();
  }

  bool find_target() {
    std::error_code error;
    target_ = fs::canonical(request_.target, error);
    if (error) say_unreadable(failure_of(error));
    return !error;
  }

  // The target as it is now, unless it changed since planning. It may hold the wanted text already.
  bool is_as_expected() {
    Contents now = read_contents(target_, largest_file_size);
    if (now.failure) {
      say_unreadable(now.failure);
      return false;
    }
    if (now.bytes == request_.replacement) return false;
    if (now.bytes != request_.expected) {
      say_changed();
      return false;
    }
    state_ = now.state;
    if (state_.links > 1)
      warn("FIL010",
           "the file has " + std::to_string(state_.links) +
               " names (hard links), and only this one gets the new text",
           "Make the other names again, or copy the file to them");
    return true;
  }

  bool keep_backup() {
    const BackupPlace place = backup_place(target_, request_.backup_dir);
    const StoredBackup stored =
        store_backup(place, request_.expected, request_.replacement, state_, request_.is_rollback);
    if (stored.failure) {
      const std::string where = request_.backup_dir ? " in " + shown(place.folder) : "";
      fail("FIL005", "the backup cannot be written" + where + ": " + stored.failure.text,
           hint_for(stored.failure.cause));
      return false;
    }
    result_.backup = stored.path;
    return true;
  }

  bool swap() {
    const fs::path temporary = temporary_beside(target_);
    const NewFile file = write_new_file(temporary, request_.replacement, {state_, 0600});
    if (file.failure) {
      fail("FIL006", "the new text cannot be written: " + file.failure.text,
           hint_for(file.failure.cause));
      return false;
    }
    done(SaveStep::written_aside);
    bool in_place = false;
    if (reads_back(temporary) && is_still_as_expected()) {
      const Failure failure = put_in_place_of(temporary, target_, state_);
      if (failure.cause == Cause::changed)
        say_changed();
      else if (failure)
        fail("FIL007", "the new file cannot take the old one's place: " + failure.text,
             hint_for(failure.cause));
      in_place = !failure;
    }
    std::error_code ignored;
    if (!in_place && is_target_there()) fs::remove(temporary, ignored);
    if (in_place && !file.owner_kept)
      warn("FIL009", "the file's owner could not be kept", "Give the file to its old owner again");
    return in_place;
  }

  bool is_still_as_expected() {
    const Contents now = read_contents(target_, largest_file_size);
    if (!now.failure && now.state.is_same_as(state_) && now.bytes == request_.expected) return true;
    if (now.failure && !is_gone(now.failure))
      say_unreadable(now.failure);
    else
      say_changed();
    return false;
  }

  // Another program took the file away; otherwise the disk gives no answer.
  static bool is_gone(const Failure& failure) {
    return failure.cause == Cause::missing || failure.cause == Cause::not_a_file;
  }

  static std::string what_reads_back(const Failure& failure) {
    return failure ? "what was written cannot be read back (" + failure.text + ")"
                   : std::string("what was written reads back different");
  }

  bool reads_back(const fs::path& temporary) {
    const Contents aside = read_contents(temporary, largest_file_size);
    written_state_ = aside.state;
    if (!aside.failure && aside.bytes == request_.replacement) return true;
    fail("FIL008", what_reads_back(aside.failure) + ", so the file was left alone",
         "Check the disk before you try again");
    return false;
  }

  // Once more where it counts. A disk that gives back other bytes, or none, gets the old text
  // again; what another program wrote meanwhile stays.
  void confirm() {
    if (const Failure failure = flush_folder(target_.parent_path()))
      warn("FIL011", "the folder could not be flushed to the disk: " + failure.text,
           "Look at the file again if the power fails now");
    Contents now = read_contents(target_, largest_file_size);
    result_.written = true;
    if (!now.failure && now.bytes == request_.replacement) return;
    // Once more: what another program wrote during that reading shows in the state only now, and a
    // failure may have passed.
    const Contents first = std::move(now);
    now = read_contents(target_, largest_file_size);
    if (first.failure && !now.failure && now.bytes == request_.replacement) return;
    if (now.failure ? is_gone(now.failure) : !now.state.is_unchanged_since(written_state_))
      return fail("FIL002", "changed by another program right after it was written",
                  "Look at the file" + backup_hint());
    result_.written = false;
    put_old_text_back(what_reads_back(now.failure));
  }

  void put_old_text_back(const std::string& why) {
    const NewFile restored = write_whole(target_, request_.expected, {state_, 0600});
    const Contents old = read_contents(target_, largest_file_size);
    const bool is_back = !restored.failure && !old.failure && old.bytes == request_.expected;
    if (is_back)
      return fail("FIL008", why + ", so the old text was put back",
                  "Check the disk before you try again" + backup_hint());
    fail("FIL008", why + ", and the old text cannot be put back",
         "Put a copy of the old text in its place by hand, and check the disk" + backup_hint());
  }

  std::string backup_hint() const {
    if (result_.backup.empty()) return {};
    return "; what it held before is in " + shown(result_.backup);
  }

  bool is_target_there() const {
    std::error_code error;
    return fs::exists(fs::symlink_status(target_, error));
  }

  // Another program took it away, or the system did and could give its name to nothing else.
  void say_gone() {
    fail("FIL007", "the file is gone",
         "Put a copy of the old text in its place by hand" + backup_hint());
  }

  void drop_backup() {
    if (!result_.backup.empty()) discard_backup(result_.backup);
    result_.backup.clear();
  }

  void say_locked(const FileLock& lock) {
    if (lock.failure())
      return fail("FIL004", "the file cannot be locked: " + lock.failure().text,
                  hint_for(lock.failure().cause));
    const std::string holder = lock.holder().empty() ? "" : " (" + lock.holder() + ")";
    fail("FIL003", "another run is changing this file" + holder,
         "Wait until that run has ended, then run again");
  }

  void say_changed() {
    fail("FIL002", "changed on disk since it was read",
         "Run again, so that the plan is made from the file as it is now");
  }

  void say_unreadable(const Failure& failure) {
    fail("FIL001", "cannot be read: " + failure.text, hint_for(failure.cause));
  }

  void fail(std::string_view code, std::string phrase, std::string hint) {
    result_.diagnostics.add(Severity::error, code, name_, std::move(phrase), std::move(hint));
  }
  void warn(std::string_view code, std::string phrase, std::string hint) {
    result_.diagnostics.add(Severity::warning, code, name_, std::move(phrase), std::move(hint));
  }
  void done(SaveStep step) {
    if (after_) after_(step);
  }

  const SaveRequest& request_;
  const std::function<void(SaveStep)>& after_;
  std::string name_;
  fs::path target_;  // links followed
  FileState state_;
  FileState written_state_;  // of the new text, before it took its place
  SaveResult result_;
};

}  // namespace

void clean_up_after_dead_run(const fs::path& target) {
  std::error_code error;
  const fs::path path = fs::canonical(target, error);
  if (error || !fs::exists(fs::symlink_status(FileLock::path_for(path), error))) return;
  const FileLock lock(path, std::chrono::milliseconds(0));
  if (lock.is_held()) remove_stale_temporaries(path.parent_path(), path.filename());
}

SaveResult replace_file(const SaveRequest& request) {
  return replace_file(request, {});
}

SaveResult replace_file(const SaveRequest& request, const std::function<void(SaveStep)>& after) {
  return Save(request, after).run();
}

namespace {

// The file behind links, where a new one may take its place.
Failure find_output(const fs::path& path, fs::path& target) {
  std::error_code error;
  target = resolved(path, error);
  if (error) return failure_of(error);
  const fs::file_status status = fs::status(target, error);
  if (fs::is_directory(status)) return {Cause::not_a_file, "it is a folder"};
  // Replacing /dev/null by a file would hurt more than this output is worth.
  if (fs::exists(status) && !fs::is_regular_file(status))
    return {Cause::not_a_file, "it is a pipe or a device"};
  return {};
}

Diagnostics unwritable(const fs::path& path, const Failure& failure) {
  Diagnostics diagnostics;
  if (failure)
    diagnostics.add(Severity::error, "FIL006", shown(path), "cannot be written: " + failure.text,
                    hint_for(failure.cause));
  return diagnostics;
}

}  // namespace

Diagnostics check_writable(const fs::path& path) {
  fs::path target;
  Failure failure = find_output(path, target);
  if (!failure) {
    const fs::path probe = temporary_beside(target);
    failure = write_new_file(probe, {}, {std::nullopt, 0600, false}).failure;
    std::error_code ignored;
    fs::remove(probe, ignored);
  }
  return unwritable(path, failure);
}

Diagnostics write_new_or_replace(const fs::path& path, std::string_view bytes, unsigned mode) {
  fs::path target;
  if (const Failure failure = find_output(path, target)) return unwritable(path, failure);
  remove_stale_temporaries(target.parent_path(), target.filename());
  return unwritable(path, write_whole(target, bytes, {std::nullopt, mode}).failure);
}

}  // namespace fcgi6to7
