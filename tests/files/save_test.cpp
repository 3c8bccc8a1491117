#include "files/save.hpp"

#include <doctest/doctest.h>
#ifdef _WIN32
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#endif

#include "files/backup.hpp"
#include "files/file_calls.hpp"
#include "support/temp_folder.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

std::string codes(const Diagnostics& diagnostics) {
  std::string all;
  for (const Diagnostic& finding : diagnostics.all())
    all += (all.empty() ? "" : " ") + finding.code;
  return all;
}

const Diagnostic& only(const Diagnostics& diagnostics) {
  REQUIRE(diagnostics.all().size() == 1);
  return diagnostics.all().front();
}

// Other bytes, same size and time: what a bad disk does.
void write_keeping_time(const std::filesystem::path& path, std::string_view bytes) {
#ifdef _WIN32
  // The library of mingw sets times in seconds.
  const HANDLE file = CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ,
                                  nullptr, OPEN_EXISTING, 0, nullptr);
  FILETIME time{};
  DWORD written = 0;
  REQUIRE(GetFileTime(file, nullptr, nullptr, &time) != 0);
  REQUIRE(WriteFile(file, bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr) != 0);
  REQUIRE(SetFileTime(file, nullptr, nullptr, &time) != 0);
  CloseHandle(file);
#else
  const auto time = std::filesystem::last_write_time(path);
  std::ofstream(path, std::ios::binary) << bytes;
  std::filesystem::last_write_time(path, time);
#endif
}

SaveResult replace_when(SaveStep step, const SaveRequest& request,
                        const std::function<void()>& something) {
  return replace_file(request, [&](SaveStep done) {
    if (done == step) something();
  });
}

}  // namespace

TEST_CASE("a file is replaced whole, and its old text becomes a backup beside it") {
  const TempFolder folder;
  const auto config = folder.write("applicationHost.config", "old");
  const SaveResult saved = replace_file({config, "old", "new", {}, true});
  CHECK(saved.written);
  CHECK(codes(saved.diagnostics).empty());
  CHECK(text_of(config) == "new");
  CHECK(text_of(saved.backup) == "old");
  CHECK(saved.backup.parent_path() == folder.path());
  CHECK(saved.backup.filename().string().starts_with("applicationHost.config.2"));
  CHECK(saved.backup.filename().string().ends_with("Z-001.fcgi6to7-backup"));
  CHECK(folder.entries() == 3);  // config, backup, record; no lock and no temporary file
}

TEST_CASE("a file that holds the text already is left alone") {
  const TempFolder folder;
  const auto config = folder.write("config", "same");
  for (const std::string_view expected : {"same", "old"}) {  // "old": another run was faster
    const SaveResult saved = replace_file({config, expected, "same", {}, true});
    CHECK_FALSE(saved.written);
    CHECK(saved.backup.empty());
    CHECK(codes(saved.diagnostics).empty());
    CHECK(folder.entries() == 1);
  }
}

TEST_CASE("no backup is made when none is wanted") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  const SaveResult saved = replace_file({config, "old", "new", {}, false});
  CHECK(saved.written);
  CHECK(saved.backup.empty());
  CHECK(text_of(config) == "new");
  CHECK(folder.entries() == 1);
}

TEST_CASE("an empty text replaces like any other, and can be replaced") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  const SaveResult emptied = replace_file({config, "old", "", {}, true});
  CHECK(emptied.written);
  CHECK(std::filesystem::file_size(config) == 0);
  CHECK(text_of(emptied.backup) == "old");
  CHECK(replace_file({config, "", "new", {}, true}).written);
  CHECK(text_of(config) == "new");
}

TEST_CASE("a file that changed since it was read is not touched") {
  const TempFolder folder;
  const auto config = folder.write("config", "somebody else's");
  const SaveResult saved = replace_file({config, "old", "new", {}, true}, [](SaveStep step) {
    CHECK(step == SaveStep::locked);  // and no step after it
  });
  CHECK_FALSE(saved.written);
  CHECK(only(saved.diagnostics).code == "FIL002");
  CHECK(only(saved.diagnostics).severity == Severity::error);
  CHECK(only(saved.diagnostics).phrase == "changed on disk since it was read");
  CHECK(text_of(config) == "somebody else's");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a change at any moment before the replacement is kept, and no backup stays") {
  for (const SaveStep step : {SaveStep::locked, SaveStep::backed_up, SaveStep::written_aside}) {
    const TempFolder folder;
    const auto config = folder.write("config", "old");
    const SaveResult saved = replace_when(step, {config, "old", "new", {}, true},
                                          [&] { folder.write("config", "theirs"); });
    CHECK_FALSE(saved.written);
    CHECK(saved.backup.empty());
    CHECK(only(saved.diagnostics).code == "FIL002");
    CHECK(text_of(config) == "theirs");
    CHECK(folder.entries() == 1);
  }
}

TEST_CASE("a change right after the replacement is kept, and said") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  const SaveResult saved = replace_when(SaveStep::in_place, {config, "old", "new", {}, true},
                                        [&] { folder.write("config", "their text"); });
  CHECK(saved.written);
  CHECK(only(saved.diagnostics).code == "FIL002");
  CHECK(text_of(config) == "their text");
  CHECK(text_of(saved.backup) == "old");
}

TEST_CASE("what changed in the very last moment gets its name back") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  const FileState expected = read_contents(config, 1000).state;
  const auto aside = folder.write("aside", "new");
  folder.write("config", "somebody else's");
  const Failure failure = put_in_place_of(aside, config, expected);
  CHECK(failure.cause == Cause::changed);
  CHECK(text_of(config) == "somebody else's");
  const FileState theirs = read_contents(config, 1000).state;
  const auto again = folder.write("again", "new");
  CHECK_FALSE(put_in_place_of(again, config, theirs));
  CHECK(text_of(config) == "new");
  CHECK_FALSE(std::filesystem::exists(again));
}

TEST_CASE("a text that reads back different gives way to the old one") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  const SaveResult saved = replace_when(SaveStep::in_place, {config, "old", "new", {}, true},
                                        [&] { write_keeping_time(config, "nEw"); });
  CHECK_FALSE(saved.written);
  CHECK(only(saved.diagnostics).code == "FIL008");
  CHECK(only(saved.diagnostics).phrase.ends_with("so the old text was put back"));
  CHECK(text_of(config) == "old");
  CHECK(text_of(saved.backup) == "old");
}

TEST_CASE("a text that reads back different before it is in place never gets there") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  const SaveResult saved =
      replace_when(SaveStep::written_aside, {config, "old", "new", {}, true}, [&] {
        for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
          if (entry.path().extension() == ".fcgi6to7-tmp")
            folder.write(entry.path().filename().string(), "nEw");
      });
  CHECK_FALSE(saved.written);
  CHECK(only(saved.diagnostics).code == "FIL008");
  CHECK(text_of(config) == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a missing file, a folder and a path through a file are refused with the cause") {
  const TempFolder folder;
  folder.write("file", "");
  const auto refused = [](const std::filesystem::path& target) {
    const SaveResult saved = replace_file({target, "old", "new", {}, true});
    CHECK_FALSE(saved.written);
    CHECK(only(saved.diagnostics).code == "FIL001");
    CHECK_FALSE(only(saved.diagnostics).hint.empty());
    return only(saved.diagnostics).phrase;
  };
  CHECK(refused(folder / "absent") == "cannot be read: no such file");
  CHECK(refused(folder.path()) == "cannot be read: it is a folder");
#ifndef _WIN32
  CHECK(refused(folder / "file/config") == "cannot be read: a part of the path is not a folder");
#endif
  CHECK(folder.entries() == 1);
}

TEST_CASE("a backup folder that is not there stops the replacement") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  folder.write("file", "");
  for (const std::string_view name : {"absent", "file"}) {
    const SaveResult saved = replace_file({config, "old", "new", folder / name, true});
    CHECK_FALSE(saved.written);
    CHECK(only(saved.diagnostics).code == "FIL005");
    CHECK(only(saved.diagnostics).phrase.ends_with("there is no such folder"));
    CHECK(text_of(config) == "old");
    CHECK(folder.entries() == 2);
  }
}

TEST_CASE("a backup that cannot take its name leaves nothing behind") {
  const TempFolder folder;
  const auto config = folder.write("config", "old");
  folder.write("config.29990101T000000Z-007.fcgi6to7-backup", "");
  const std::string taken = "config.29990101T000000Z-008.fcgi6to7-backup.written";
  std::filesystem::create_directory(folder / taken);
  folder.write(taken + "/file", "");
  const SaveResult saved = replace_file({config, "old", "new", {}, true});
  CHECK_FALSE(saved.written);
  CHECK(only(saved.diagnostics).code == "FIL005");
  CHECK(text_of(config) == "old");
  CHECK(folder.entries() == 3);
}

TEST_CASE("an output is written new or in place of an old one") {
  const TempFolder folder;
  CHECK_FALSE(write_new_or_replace(folder / "report.txt", "first").has_errors());
  CHECK(text_of(folder / "report.txt") == "first");
  CHECK_FALSE(write_new_or_replace(folder / "report.txt", "").has_errors());
  CHECK(text_of(folder / "report.txt").empty());
  CHECK(folder.entries() == 1);
}

TEST_CASE("an output that cannot be written says why") {
  const TempFolder folder;
  const auto refused = [](const std::filesystem::path& path) {
    const Diagnostics diagnostics = write_new_or_replace(path, "text");
    CHECK(only(diagnostics).code == "FIL006");
    return only(diagnostics).phrase;
  };
  CHECK(refused(folder.path()) == "cannot be written: it is a folder");
  CHECK(refused(folder / "absent/report.txt").starts_with("cannot be written: no such"));
  CHECK(folder.entries() == 0);
}
