#include "check/site_files.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace fcgi6to7;

TEST_CASE("a walk over a disk without end has its bounds") {
  std::size_t asked = 0, largest = 0, visited = 0, deepest = 0;
  Inputs inputs;
  inputs.list = [&](const std::string&, std::size_t most) {
    ++asked;
    largest = std::max(largest, most);
    std::vector<DiskEntry> entries{{"down", true}};
    while (entries.size() < std::min<std::size_t>(most, 4000)) entries.push_back({"file", false});
    return entries;
  };
  SiteFiles files(inputs);
  const auto visit = [&](const std::string& path, std::string_view, bool) {
    ++visited;
    const auto depth = static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
    deepest = std::max(deepest, depth);
    return true;
  };
  files.walk("C:\\one", visit);
  CHECK(visited == 6 * 4000);
  CHECK(deepest == 5);
  for (int i = 0; i < 5; ++i) files.walk("C:\\more", visit);
  CHECK(visited == 50000);
  CHECK(largest == 5000);
  CHECK(asked < 20);
}

TEST_CASE("a walk stays out of folders that the visit refuses, and of nothing at all") {
  Inputs inputs;
  SiteFiles(inputs).walk("C:\\web", [](const std::string&, std::string_view, bool) {
    FAIL("there is no disk");
    return true;
  });
  std::vector<std::string> listed;
  inputs.list = [&](const std::string& folder, std::size_t) {
    listed.push_back(folder);
    return listed.size() > 1 ? std::vector<DiskEntry>{}
                             : std::vector<DiskEntry>{{"vendor", true}, {"www", true}};
  };
  SiteFiles(inputs).walk(
      "C:\\web", [](const std::string&, std::string_view name, bool) { return name != "vendor"; });
  CHECK(listed == std::vector<std::string>{"C:\\web", "C:\\web\\www"});
}
