#include "fleet/find_servers.hpp"

#include <doctest/doctest.h>

#include "fleet/sample_fleet.hpp"
#include "support/child_process.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("servers are found at any depth, in the order of their names") {
  const TempFolder folder;
  for (const char* name : {"b", "a/two", "a/one/deep", "a"}) add_server(folder, name, "");
  std::filesystem::create_directories(folder / "empty/folders");
  Diagnostics diagnostics;
  CHECK(found_servers(folder.path(), diagnostics) == Names{"a", "a/one/deep", "a/two", "b"});
  CHECK(diagnostics.all().empty());
}

TEST_CASE("the names of a server's files have no case, and the exact name wins") {
  const TempFolder folder;
  std::filesystem::create_directories(folder / "old");
  folder.write("old/FCGIEXT.INI", "");
  folder.write("old/ApplicationHost.Config", "");
  folder.write("old/metabase.XML", "");
  add_server(folder, "twice", "");
  folder.write("twice/FCGIEXT.INI", "");
  Diagnostics diagnostics;
  ServerFinder finder(folder.path(), {});
  const auto old = finder.next(diagnostics), twice = finder.next(diagnostics);
  REQUIRE(old);
  CHECK(old->ini.ends_with("old/FCGIEXT.INI"));
  CHECK(old->metabase.ends_with("old/metabase.XML"));
  REQUIRE(twice);
  CHECK(twice->ini.ends_with("twice/fcgiext.ini"));
}

TEST_CASE("a copy of a disk is one server, named by the folder that holds Windows") {
  const TempFolder folder;
  const std::string inetsrv = "web01/WINDOWS/System32/inetsrv/";
  std::filesystem::create_directories(folder / (inetsrv + "config"));
  std::filesystem::create_directories(folder / "web01/WINDOWS/SysWOW64/inetsrv");
  folder.write(inetsrv + "fcgiext.ini", "");
  folder.write(inetsrv + "config/applicationHost.config", "");
  folder.write("web01/WINDOWS/SysWOW64/inetsrv/fcgiext.ini", "");
  Diagnostics diagnostics;
  CHECK(found_servers(folder.path(), diagnostics) == Names{"web01"});
  CHECK(diagnostics.all().empty());

  // The same name for a server that stands in the folder itself cannot be told apart.
  folder.write("web01/fcgiext.ini", "");
  folder.write("web01/applicationHost.config", "");
  CHECK(found_servers(folder.path(), diagnostics) == Names{"web01"});
  CHECK(has_code(diagnostics, "FLT005"));
}

TEST_CASE("an ini without a config is a finding, and no server") {
  const TempFolder folder;
  std::filesystem::create_directories(folder / "half");
  folder.write("half/fcgiext.ini", "");
  Diagnostics diagnostics;
  CHECK(found_servers(folder.path(), diagnostics).empty());
  CHECK(has_code(diagnostics, "FLT004"));
}

#ifndef _WIN32

TEST_CASE("links that lead outside are findings, and links within are not followed twice") {
  const TempFolder folder, outside;
  add_server(outside, "secret", "");
  add_server(folder, "real", "");
  std::filesystem::create_symlink(outside.path(), folder / "out");
  std::filesystem::create_symlink(folder / "real", folder / "alias");
  std::filesystem::create_symlink(folder.path(), folder / "real/round");
  Diagnostics diagnostics;
  CHECK(found_servers(folder.path(), diagnostics) == Names{"real"});
  CHECK(diagnostics.all().size() == 1);
  CHECK(has_code(diagnostics, "FLT003"));
}

TEST_CASE("a config that is a link to outside is not taken for the server's") {
  const TempFolder folder, outside;
  add_server(folder, "server", "");
  outside.write("config", "");
  std::filesystem::remove(folder / "server/applicationHost.config");
  std::filesystem::create_symlink(outside / "config", folder / "server/applicationHost.config");
  Diagnostics diagnostics;
  CHECK(found_servers(folder.path(), diagnostics).empty());
  CHECK(has_code(diagnostics, "FLT003"));
}

TEST_CASE("a folder that cannot be read is an error, and the others are found") {
  const TempFolder folder;
  add_server(folder, "open", "");
  add_server(folder, "shut", "");
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(folder / "shut", std::filesystem::perms::none);
  const int found = as_ordinary_user([&] {
    Diagnostics diagnostics;
    const auto names = found_servers(folder.path(), diagnostics);
    return names == Names{"open"} && has_code(diagnostics, "FLT002") ? 1 : 0;
  });
  std::filesystem::permissions(folder / "shut", std::filesystem::perms::owner_all);
  CHECK(found == 1);
}

#endif
