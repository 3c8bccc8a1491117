#include "files/disk.hpp"

#include <doctest/doctest.h>

#include "support/temp_folder.hpp"

#ifndef _WIN32
#include <sys/stat.h>

#include "support/child_process.hpp"
#endif

using namespace fcgi6to7;
using namespace fcgi6to7::test;

TEST_CASE("a file is read byte for byte") {
  const TempFolder folder;
  const std::string bytes = std::string("a\r\n\0\xFF", 5) + std::string(200'000, 'x');
  const ReadResult read = read_file(folder.write("config", bytes));
  CHECK(read.error.empty());
  CHECK(read.bytes == bytes);
  const ReadResult nothing = read_file(folder.write("empty", ""));
  CHECK(nothing.error.empty());
  CHECK(nothing.bytes.empty());
}

TEST_CASE("what cannot be read says why") {
  const TempFolder folder;
  CHECK(read_file(folder / "absent").error == "no such file");
  CHECK(read_file(folder.path()).error == "it is a folder");
  CHECK_FALSE(read_file("").error.empty());
}

TEST_CASE("a file of the largest size is read, one more byte is refused") {
  const TempFolder folder;
  constexpr std::uintmax_t limit = std::uintmax_t{1} << 20;
  const auto path = folder.write("config", std::string(limit, 'x'));
  CHECK(read_file(path, limit).bytes.size() == limit);
  folder.write("config", std::string(limit + 1, 'x'));
  const ReadResult read = read_file(path, limit);
  CHECK(read.error == "larger than 1 MiB");
  CHECK(read.bytes.empty());
}

TEST_CASE("only regular files exist as files") {
  const TempFolder folder;
  CHECK(file_exists(folder.write("config", "")));
  CHECK_FALSE(file_exists(folder / "absent"));
  CHECK_FALSE(file_exists(folder.path()));
}

#ifndef _WIN32

TEST_CASE("pipes and devices are refused without waiting") {
  const TempFolder folder;
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(read_file(folder / "pipe").error == "it is a pipe");
  CHECK(read_file("/dev/zero").error == "it is a device");
}

TEST_CASE("paths that lead nowhere say why") {
  const TempFolder folder;
  folder.write("file", "");
  CHECK(read_file(folder / "file/config").error == "a part of the path is not a folder");
  std::filesystem::create_symlink("circle", folder / "circle");
  CHECK(read_file(folder / "circle").error == "symbolic links lead in a circle");
  CHECK(read_file(folder / std::string(5000, 'x')).error == "the name is too long");
}

TEST_CASE("a file of somebody else says that permission is denied") {
  const TempFolder folder;
  const auto path = folder.write("config", "secret");
  chmod(path.c_str(), 0000);
  chmod(folder.path().c_str(), 0755);
  const int answer = as_ordinary_user([&] {
    const ReadResult read = read_file(path);
    return read.error == "permission denied" && read.bytes.empty() ? 7 : 1;
  });
  CHECK(answer == 7);
}

TEST_CASE("a file whose size the system does not tell is read whole, or refused") {
  if (!std::filesystem::exists("/proc/self/maps")) return;  // no /proc on this system
  CHECK(read_file("/proc/self/maps").bytes.size() > 100);
  CHECK_FALSE(read_file("/proc/self/maps", 10).error.empty());
}

#endif
