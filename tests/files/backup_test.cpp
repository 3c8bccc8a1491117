#include "files/backup.hpp"

#include <doctest/doctest.h>

#include "files/save.hpp"
#include "files/sha256.hpp"
#include "support/temp_folder.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

std::filesystem::path write_over(const std::filesystem::path& config, std::string_view replacement,
                                 const std::optional<std::filesystem::path>& backup_dir = {}) {
  const std::string now = text_of(config);
  const SaveResult saved = replace_file({config, now, replacement, backup_dir, true});
  REQUIRE(saved.written);
  return saved.backup;
}

const Diagnostic& only(const Diagnostics& diagnostics) {
  REQUIRE(diagnostics.all().size() == 1);
  return diagnostics.all().front();
}

std::string record_of(std::string_view replaced, std::string_view written,
                      const std::string& by = "") {
  return "written=" + sha256(written) + " size=" + std::to_string(written.size()) +
         " replaced=" + sha256(replaced) + by + "\n";
}

}  // namespace

TEST_CASE("a backup has a record of what was written, in one line") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  const auto backup = write_over(config, "new text");
  CHECK(text_of(backup.string() + ".written") == record_of("old", "new text"));
}

TEST_CASE("backups are listed newest first, with what they are") {
  const TempFolder folder;
  const auto config = folder.write("config", "0");
  CHECK(list_backups(config).empty());
  constexpr int count = 12;  // several in one second
  for (int i = 1; i <= count; ++i) write_over(config, std::to_string(i));
  const std::vector<Backup> backups = list_backups(config);
  REQUIRE(backups.size() == count);
  for (int i = 0; i < count; ++i) {
    const Backup& backup = backups[static_cast<std::size_t>(i)];
    CHECK(text_of(backup.path) == std::to_string(count - 1 - i));
    CHECK(backup.written_hash == sha256(std::to_string(count - i)));
    CHECK(backup.size == std::to_string(count - 1 - i).size());
    CHECK(backup.time.size() == std::string_view("2026-11-23T14:01:02Z").size());
    CHECK(backup.time[10] == 'T');
    CHECK(backup.sequence >= 1);
  }
}

TEST_CASE("time comes before the sequence number, and numbers are compared as numbers") {
  const TempFolder folder;
  const auto config = folder.write("config", "x");
  for (const std::string_view name : {"20260101T000000Z-999", "20260101T000000Z-1000",
                                      "20260102T000000Z-001", "20251231T235959Z-001"})
    folder.write("config." + std::string(name) + ".fcgi6to7-backup", "");
  const std::vector<Backup> backups = list_backups(config);
  REQUIRE(backups.size() == 4);
  CHECK(backups[0].time == "2026-01-02T00:00:00Z");
  CHECK(backups[1].sequence == 1000);
  CHECK(backups[2].sequence == 999);
  CHECK(backups[3].time == "2025-12-31T23:59:59Z");
}

TEST_CASE("a clock that goes backwards does not make the newest backup an old one") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  folder.write("config.29990101T000000Z-007.fcgi6to7-backup", "from a wrong clock");
  write_over(config, "new");
  const std::vector<Backup> backups = list_backups(config);
  REQUIRE(backups.size() == 2);
  CHECK(backups[0].time == "2999-01-01T00:00:00Z");
  CHECK(backups[0].sequence == 8);
  CHECK(text_of(backups[0].path) == "old");
}

TEST_CASE("names that only look like backups are none") {
  const TempFolder folder;
  const auto config = folder.write("config", "x");
  for (const std::string_view name :
       {"config.fcgi6to7-backup", "config..fcgi6to7-backup",
        "config.20260101T000000Z.fcgi6to7-backup", "config.20260101T000000Z-.fcgi6to7-backup",
        "config.20260101T000000Z-0.fcgi6to7-backup", "config.20260101T000000Z-x.fcgi6to7-backup",
        "config.20260101T000000Z-99999999999.fcgi6to7-backup",
        "config-20260101T000000Z-001.fcgi6to7-backup",
        "config.2026010aT000000Z-001.fcgi6to7-backup", "config.20260101T000000Z-001.bak",
        "other.20260101T000000Z-001.fcgi6to7-backup",
        "config2.20260101T000000Z-001.fcgi6to7-backup",
        "config.20260101T000000Z-001.fcgi6to7-backup.written"})
    folder.write(name, "");
  std::filesystem::create_directory(folder / "config.20260101T000000Z-002.fcgi6to7-backup");
  CHECK(list_backups(config).empty());
  CHECK(list_backups(folder / "absent/config").empty());
  CHECK(list_backups(config, folder / "absent").empty());
}

TEST_CASE("configs of one name share a backup folder without mixing") {
  const TempFolder first, second, backups;
  const auto config1 = first.write("applicationHost.config", "old 1");
  const auto config2 = second.write("applicationHost.config", "old 2");
  write_over(config1, "new 1", backups.path());
  write_over(config2, "new 2", backups.path());
  CHECK(first.entries() == 1);
  CHECK(backups.entries() == 4);
  REQUIRE(list_backups(config1, backups.path()).size() == 1);
  REQUIRE(list_backups(config2, backups.path()).size() == 1);
  CHECK(list_backups(config1).empty());
  CHECK(roll_back(config1, backups.path(), false).done);
  CHECK(text_of(config1) == "old 1");
  CHECK(text_of(config2) == "new 2");
}

TEST_CASE("a rollback gives the old text back, and a second one undoes it") {
  const TempFolder folder;
  const auto config = folder.write("config", "A");
  const auto backup = write_over(config, "B");
  const RollbackResult first = roll_back(config, {}, false);
  CHECK(first.done);
  CHECK(first.used.path == backup);
  CHECK(first.diagnostics.all().empty());
  CHECK(text_of(config) == "A");
  CHECK(text_of(first.replaced_kept_as) == "B");
  CHECK(text_of(first.replaced_kept_as.string() + ".written") ==
        record_of("B", "A", " by=rollback"));
  const RollbackResult second = roll_back(config, {}, false);
  CHECK(second.done);
  CHECK(second.used.path == first.replaced_kept_as);
  CHECK(text_of(config) == "B");
  CHECK(roll_back(config, {}, false).done);
  CHECK(text_of(config) == "A");
}

TEST_CASE("a rollback that was cut short before it replaced the config is done by the next one") {
  const TempFolder folder;
  const auto config = folder.write("config", "A");
  const auto backup = write_over(config, "B");
  const RollbackResult cut = roll_back(config, {}, false);
  folder.write("config", "B");  // as if it had stopped with its backup made
  CHECK_FALSE(is_rolled_back(config, {}));
  const RollbackResult next = roll_back(config, {}, false);
  CHECK(next.done);
  CHECK(next.used.path == backup);
  CHECK(text_of(config) == "A");
  CHECK(is_rolled_back(config, {}));
}

TEST_CASE("an apply that was cut short before it replaced the config is not undone further") {
  const TempFolder folder;
  const auto config = folder.write("config", "A");
  write_over(config, "B");
  write_over(config, "C");
  folder.write("config", "B");
  const RollbackResult result = roll_back(config, {}, false);
  CHECK(only(result.diagnostics).code == "FIL015");
  CHECK(text_of(config) == "B");
}

TEST_CASE("an empty text is kept and given back like any other") {
  const TempFolder folder;
  const auto config = folder.write("config", "A");
  write_over(config, "");
  CHECK(roll_back(config, {}, false).done);
  CHECK(text_of(config) == "A");
  CHECK(roll_back(config, {}, false).done);
  CHECK(text_of(config).empty());
}

TEST_CASE("a rollback over somebody's change is refused, and forced keeps that change") {
  const TempFolder folder;
  const auto config = folder.write("config", "A");
  write_over(config, "B");
  folder.write("config", "B, changed by hand");
  const RollbackResult refused = roll_back(config, {}, false);
  CHECK_FALSE(refused.done);
  CHECK(only(refused.diagnostics).code == "FIL013");
  CHECK(only(refused.diagnostics).severity == Severity::error);
  CHECK(only(refused.diagnostics).hint.find("--force") != std::string::npos);
  CHECK(text_of(config) == "B, changed by hand");
  CHECK(list_backups(config).size() == 1);

  const RollbackResult forced = roll_back(config, {}, true);
  CHECK(forced.done);
  CHECK(only(forced.diagnostics).code == "FIL013");
  CHECK(only(forced.diagnostics).severity == Severity::warning);
  CHECK(text_of(config) == "A");
  CHECK(text_of(forced.replaced_kept_as) == "B, changed by hand");
  CHECK(roll_back(config, {}, false).done);
  CHECK(text_of(config) == "B, changed by hand");
}

TEST_CASE("a backup that is damaged or has no record is used only when forced") {
  for (const bool damaged : {true, false}) {
    const TempFolder folder;
    const auto config = folder.write("config", "A");
    const auto backup = write_over(config, "B");
    const std::string name = backup.filename().string();
    if (damaged)
      folder.write(name, "cut");
    else
      folder.write(name + ".written", "written=abc replaced=def");
    const RollbackResult refused = roll_back(config, {}, false);
    CHECK_FALSE(refused.done);
    CHECK(only(refused.diagnostics).code == "FIL014");
    CHECK(only(refused.diagnostics).severity == Severity::error);
    CHECK(only(refused.diagnostics)
              .phrase.ends_with(damaged ? "is not what it was when it was made"
                                        : "has no record of what was written after it"));
    CHECK(text_of(config) == "B");
    const RollbackResult forced = roll_back(config, {}, true);
    CHECK(forced.done);
    CHECK(only(forced.diagnostics).severity == Severity::warning);
    CHECK(text_of(config) == (damaged ? "cut" : "A"));
  }
}

TEST_CASE("without a backup there is nothing to go back to") {
  const TempFolder folder;
  const auto config = folder.write("config", "A");
  for (const bool force : {false, true}) {
    const RollbackResult result = roll_back(config, {}, force);
    CHECK_FALSE(result.done);
    CHECK(only(result.diagnostics).code == "FIL012");
  }
  CHECK(only(roll_back(config, folder / "absent", false).diagnostics).code == "FIL012");
}

TEST_CASE("a rollback to what is there already changes nothing and says so") {
  const TempFolder folder;
  const auto config = folder.write("config", "A");
  write_over(config, "B");
  folder.write("config", "A");
  const RollbackResult result = roll_back(config, {}, false);
  CHECK_FALSE(result.done);
  CHECK(only(result.diagnostics).code == "FIL015");
  CHECK(only(result.diagnostics).severity == Severity::note);
  CHECK(list_backups(config).size() == 1);
}

TEST_CASE("a missing config comes back only when forced") {
  const TempFolder folder;
  const auto config = folder.write("config", "A");
  write_over(config, "B");
  std::filesystem::remove(config);
  const RollbackResult refused = roll_back(config, {}, false);
  CHECK_FALSE(refused.done);
  CHECK(only(refused.diagnostics).code == "FIL013");
  CHECK_FALSE(std::filesystem::exists(config));
  const RollbackResult forced = roll_back(config, {}, true);
  CHECK(forced.done);
  CHECK(text_of(config) == "A");
}
