#include "files/windows_disk.hpp"

#include <doctest/doctest.h>

#include "support/temp_folder.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace fs = std::filesystem;

namespace {

std::string names(const std::vector<FolderEntry>& entries) {
  std::string text;
  for (const FolderEntry& entry : entries) text += entry.name + (entry.is_folder ? "/ " : " ");
  return text;
}

}  // namespace

TEST_CASE("paths of a Windows disk are found without case, with and without the drive's folder") {
  const TempFolder folder;
  fs::create_directories(folder / "C/Php");
  fs::create_directories(folder / "Web/Shop");
  CHECK(find_on_disk(folder.path(), "C:\\PHP"));
  CHECK(find_on_disk(folder.path(), "D:/web\\SHOP"));
  CHECK_FALSE(find_on_disk(folder.path(), "C:\\Perl"));
  CHECK_FALSE(find_on_disk(folder.path(), "C:\\Php\\..\\Php"));
}

TEST_CASE("a folder is listed sorted and up to a bound") {
  const TempFolder folder;
  fs::create_directories(folder / "Web/bin");
  folder.write("Web/b.php", "");
  folder.write("Web/a+c.png", "");
  CHECK(names(list_on_disk(folder.path(), "C:\\Web", 10)) == "a+c.png b.php bin/ ");
  CHECK(list_on_disk(folder.path(), "C:\\Web", 2).size() == 2);
  CHECK(list_on_disk(folder.path(), "C:\\None", 10).empty());
}

#ifndef _WIN32
TEST_CASE("no link leads out of the disk's folder") {
  const TempFolder outside;
  outside.write("secret.ini", "x");
  const TempFolder folder;
  fs::create_directories(folder / "PHP");
  folder.write("PHP/real.ini", "x");
  fs::create_symlink(outside / "secret.ini", folder / "PHP/php.ini");
  fs::create_directory_symlink(outside.path(), folder / "Web");
  fs::create_symlink(folder / "PHP/real.ini", folder / "PHP/inside.ini");
  CHECK_FALSE(find_on_disk(folder.path(), "C:\\PHP\\php.ini"));
  CHECK_FALSE(find_on_disk(folder.path(), "C:\\Web\\secret.ini"));
  CHECK(find_on_disk(folder.path(), "C:\\PHP\\inside.ini"));
  CHECK(list_on_disk(folder.path(), "C:\\Web", 10).empty());
  CHECK(names(list_on_disk(folder.path(), "C:\\PHP", 10)) == "real.ini ");
}
#endif
