#ifndef _WIN32

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <vector>

#include "files/backup.hpp"
#include "files/file_calls.hpp"
#include "files/lock.hpp"
#include "files/save.hpp"
#include "support/child_process.hpp"
#include "support/temp_folder.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

struct stat status_of(const std::filesystem::path& path) {
  struct stat status {};
  REQUIRE(lstat(path.c_str(), &status) == 0);
  return status;
}

unsigned mode_of(const std::filesystem::path& path) {
  return status_of(path).st_mode & 07777u;
}

bool says(const Diagnostics& diagnostics, std::string_view code, std::string_view phrase) {
  return std::any_of(diagnostics.all().begin(), diagnostics.all().end(), [&](const Diagnostic& d) {
    return d.code == code && d.phrase.find(phrase) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("a symbolic link stays, and its target is replaced") {
  const TempFolder folder, elsewhere;
  const auto real = elsewhere.write("real.config", "old");
  std::filesystem::create_symlink(real, folder / "link.config");
  const SaveResult saved = replace_file({folder / "link.config", "old", "new", {}, true});
  CHECK(saved.written);
  CHECK(std::filesystem::is_symlink(folder / "link.config"));
  CHECK(text_of(real) == "new");
  CHECK(folder.entries() == 1);
  CHECK(saved.backup.parent_path() == elsewhere.path());
  CHECK(list_backups(folder / "link.config").size() == 1);
  CHECK(roll_back(folder / "link.config", {}, false).done);
  CHECK(text_of(real) == "old");
}

TEST_CASE("mode and owner stay, and nothing is ever readable by more people") {
  for (const unsigned mode : {0600u, 0640u, 0664u, 0444u}) {
    const TempFolder folder;
    const auto config = folder.write("config", "old");
    if (geteuid() == 0) REQUIRE(chown(config.c_str(), 1234, 4321) == 0);
    REQUIRE(chmod(config.c_str(), static_cast<mode_t>(mode)) == 0);
    const struct stat before = status_of(config);
    const SaveResult saved = replace_file({config, "old", "new", {}, true}, [&](SaveStep) {
      for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        if (entry.path().extension() != ".fcgi6to7-lock")
          CHECK((mode_of(entry.path()) & ~mode) == 0);
    });
    CHECK(saved.written);
    CHECK(saved.diagnostics.all().empty());
    for (const auto& path : {config, saved.backup}) {
      CHECK(mode_of(path) == mode);
      CHECK(status_of(path).st_uid == before.st_uid);
      CHECK(status_of(path).st_gid == before.st_gid);
    }
  }
}

TEST_CASE("an owner that cannot be kept is said, and the file opens to nobody new") {
  if (geteuid() != 0) return;  // only root can make a file of another user
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  REQUIRE(chown(config.c_str(), 0, 0) == 0);
  REQUIRE(chmod(config.c_str(), 0664) == 0);
  REQUIRE(chmod(folder.path().c_str(), 0777) == 0);
  const int answer = as_ordinary_user([&] {
    const SaveResult saved = replace_file({config, "old", "new", {}, true});
    return saved.written && says(saved.diagnostics, "FIL009", "owner could not be kept") ? 7 : 1;
  });
  CHECK(answer == 7);
  CHECK(text_of(config) == "new");
  CHECK(mode_of(config) == 0644);  // the new group had only what all others had
}

TEST_CASE("other names of the file are told of") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  std::filesystem::create_hard_link(config, folder / "second");
  const SaveResult saved = replace_file({config, "old", "new", {}, true});
  CHECK(saved.written);
  CHECK(says(saved.diagnostics, "FIL010", "has 2 names"));
  CHECK_FALSE(saved.diagnostics.has_errors());
  CHECK(text_of(folder / "second") == "old");
}

TEST_CASE("a pipe and a device as config are refused at once") {
  const TempFolder folder;
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(says(replace_file({folder / "pipe", "old", "new", {}, true}).diagnostics, "FIL001",
             "it is a pipe"));
  CHECK(folder.entries() == 1);
}

TEST_CASE("a folder that may not be written leaves everything as it was") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  REQUIRE(chmod(config.c_str(), 0666) == 0);
  REQUIRE(chmod(folder.path().c_str(), 0555) == 0);
  const int answer = as_ordinary_user([&] {
    const SaveResult saved = replace_file({config, "old", "new", {}, true});
    const SaveResult same = replace_file({config, "old", "old", {}, true});
    if (!same.diagnostics.all().empty()) return 2;  // nothing to write needs no rights
    return !saved.written && says(saved.diagnostics, "FIL004", "permission denied") ? 7 : 1;
  });
  CHECK(answer == 7);
  CHECK(text_of(config) == "old");
  CHECK(folder.entries() == 1);
  chmod(folder.path().c_str(), 0755);
}

TEST_CASE("a backup folder that may not be written or listed stops the replacement") {
  const TempFolder folder, backups;
  const auto config = folder.write("config", "old");
  REQUIRE(chmod(config.c_str(), 0666) == 0);
  REQUIRE(chmod(folder.path().c_str(), 0777) == 0);
  for (const mode_t mode : {0555u, 0333u}) {
    REQUIRE(chmod(backups.path().c_str(), mode) == 0);
    if (geteuid() != 0 && mode == 0333) continue;  // the owner sees its own entries differently
    const int answer = as_ordinary_user([&] {
      const SaveResult saved = replace_file({config, "old", "new", backups.path(), true});
      return !saved.written && says(saved.diagnostics, "FIL005", "permission denied") ? 7 : 1;
    });
    CHECK(answer == 7);
  }
  chmod(backups.path().c_str(), 0755);
  CHECK(text_of(config) == "old");
  CHECK(folder.entries() == 1);
  CHECK(backups.entries() == 0);
}

TEST_CASE("a text that does not fit on the disk leaves everything as it was") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  const std::string large(100'000, 'x');
  const auto large_config = folder.write("large.config", large);
  const int answer = in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{10'000, 10'000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
    const SaveResult saved = replace_file({config, "old", large, {}, true});
    const Diagnostics output = write_new_or_replace(folder / "output", large);
    const SaveResult no_backup = replace_file({large_config, large, "new", {}, true});
    if (no_backup.written || !says(no_backup.diagnostics, "FIL005", "larger than")) return 2;
    return !saved.written && saved.backup.empty() &&
                   says(saved.diagnostics, "FIL006", "larger than a file may be") &&
                   says(output, "FIL006", "larger than a file may be")
               ? 7
               : 1;
  });
  CHECK(answer == 7);
  CHECK(text_of(config) == "old");
  CHECK(text_of(large_config) == large);
  CHECK(folder.entries() == 2);
}

TEST_CASE("a second run waits, then refuses and names the first; a dead run stops nobody") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  Sleeper first([&] { new FileLock(config); });
  const SaveResult refused = replace_file({config, "old", "new", {}, true});
  CHECK_FALSE(refused.written);
  CHECK(says(refused.diagnostics, "FIL003",
             "(process " + std::to_string(first.id()) + " on " + host_name() + ")"));
  CHECK(text_of(config) == "old");
  first.kill_it();
  CHECK(folder.entries() == 2);  // the dead run's lock file
  CHECK(replace_file({config, "old", "new", {}, true}).written);
  CHECK(folder.entries() == 3);  // config, backup, record
}

TEST_CASE("a lock is let go of in time for one that waits") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  {
    const FileLock first(config);
    REQUIRE(first.is_held());
    const FileLock second(config, std::chrono::milliseconds(0));
    CHECK_FALSE(second.is_held());
    CHECK_FALSE(second.failure());
  }
  CHECK(FileLock(config, std::chrono::milliseconds(0)).is_held());
  CHECK(folder.entries() == 1);
}

TEST_CASE("runs at one time take turns, and each one's lock is its own") {
  const TempFolder folder;
  const auto counter = folder.write("config", "0");
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
      for (int round = 0; round < 250;) {
        const FileLock lock(counter, std::chrono::milliseconds(0));  // asks again at once
        if (std::chrono::steady_clock::now() > end) _exit(1);
        if (!lock.is_held()) continue;
        const int value = std::atoi(text_of(counter).c_str());
        folder.write("config", std::to_string(value + 1));
        ++round;
      }
      _exit(7);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WEXITSTATUS(status) == 7);
  }
  CHECK(text_of(counter) == "750");
}

TEST_CASE("what stands in a lock file is shown only as a process and a machine") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  for (const std::string_view content : {"", "nonsense", "12", "x\n\033[31m y", "99 a\033[31mb"}) {
    const FileLock first(config);
    folder.write(".config.fcgi6to7-lock", content);
    const FileLock second(config, std::chrono::milliseconds(0));
    CHECK_FALSE(second.is_held());
    CHECK(second.holder() == (content.starts_with("99") ? "process 99 on a__31mb" : ""));
  }
}

TEST_CASE("a link or a pipe in the lock file's place does no harm") {
  const TempFolder folder, elsewhere;
  const auto config = folder.write("config", "old");
  const auto victim = elsewhere.write("victim", "precious");
  std::filesystem::create_symlink(victim, folder / ".config.fcgi6to7-lock");
  const SaveResult saved = replace_file({config, "old", "new", {}, true});
  CHECK_FALSE(saved.written);
  CHECK(says(saved.diagnostics, "FIL004", ""));
  CHECK(text_of(victim) == "precious");
}

TEST_CASE("a crash at any step leaves the old text or the new, and the next run goes on") {
  for (const SaveStep step :
       {SaveStep::locked, SaveStep::backed_up, SaveStep::written_aside, SaveStep::in_place}) {
    const TempFolder folder;
    const auto config = folder.write("config", "old");
    const SaveRequest request{config, "old", "new", {}, true};
    const int answer = in_child([&] {
      replace_file(request, [&](SaveStep done) {
        if (done == step) _exit(7);
      });
      return 1;
    });
    REQUIRE(answer == 7);
    const std::string now = text_of(config);
    CHECK(now == (step == SaveStep::in_place ? "new" : "old"));
    CHECK(replace_file({config, now, "newer", {}, true}).written);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      CHECK(entry.path().extension() != ".fcgi6to7-tmp");
      CHECK(entry.path().extension() != ".fcgi6to7-lock");
    }
    CHECK(roll_back(config, {}, false).done);
    CHECK(text_of(config) == now);
  }
}

TEST_CASE("temporary files of live processes, other machines and other programs stay") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  Sleeper alive([] {});
  const std::string ours = "." + host_name() + ".";
  const std::string live = ".config" + ours + std::to_string(alive.id()) + "-1-1.fcgi6to7-tmp";
  const std::string dead = ".config" + ours + "999999999-1-1.fcgi6to7-tmp";
  const std::string earlier =
      ".config" + ours + std::to_string(process_id()) + "-earlier-1.fcgi6to7-tmp";
  const std::string foreign = ".config.another-machine.999999999-1-1.fcgi6to7-tmp";
  const std::string other_file = ".web" + ours + "999999999-1-1.fcgi6to7-tmp";
  const std::string odd = ".config" + ours + "x.fcgi6to7-tmp";
  for (const std::string& name : {live, dead, earlier, foreign, other_file, odd})
    folder.write(name, "");
  CHECK(replace_file({config, "old", "new", {}, false}).written);
  for (const std::string& name : {live, foreign, other_file, odd})
    CHECK(std::filesystem::exists(folder / name));
  for (const std::string& name : {dead, earlier})
    CHECK_FALSE(std::filesystem::exists(folder / name));
}

TEST_CASE("temporary files that a dead run left in the backup folder go") {
  const TempFolder folder, backups;
  const auto config = folder.write("config", "old");
  const SaveResult saved = replace_file({config, "old", "new", backups.path(), true});
  const std::string dead =
      "." + saved.backup.filename().string() + "." + host_name() + ".999999999-1-1.fcgi6to7-tmp";
  backups.write(dead, "");
  CHECK(replace_file({config, "new", "newer", backups.path(), true}).written);
  CHECK_FALSE(std::filesystem::exists(backups / dead));
  CHECK(backups.entries() == 4);
}

TEST_CASE("an output's mode is what was asked for, narrowed by the umask") {
  const TempFolder folder;
  const mode_t old_mask = umask(027);
  CHECK(write_new_or_replace(folder / "a", "x").all().empty());
  CHECK(write_new_or_replace(folder / "b", "x", 0600).all().empty());
  umask(old_mask);
  CHECK(mode_of(folder / "a") == 0640);
  CHECK(mode_of(folder / "b") == 0600);
}

TEST_CASE("an output goes where a link leads, and never replaces a device or a pipe") {
  const TempFolder folder, elsewhere;
  const auto real = elsewhere.write("real", "old");
  std::filesystem::create_symlink(real, folder / "link");
  CHECK(write_new_or_replace(folder / "link", "new").all().empty());
  CHECK(std::filesystem::is_symlink(folder / "link"));
  CHECK(text_of(real) == "new");
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  std::filesystem::create_symlink("pipe", folder / "to-pipe");
  for (const std::string_view name : {"pipe", "to-pipe"})
    CHECK(says(write_new_or_replace(folder / name, "new"), "FIL006", "a pipe or a device"));
  CHECK(std::filesystem::is_fifo(folder / "pipe"));
}

#endif
