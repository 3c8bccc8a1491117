// A random IIS 6 server in the abstract, and the three files that describe it.
#pragma once

#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace fcgi6to7::test {

struct WorldMap {
  std::string extension;           // "php", or "*"
  bool ours = true;                // the processor is fcgiext.dll
  bool script = true;              // flag 1
  bool checks_file = true;         // flag 4
  std::vector<std::string> verbs;  // empty: all
};

struct WorldNode {
  std::optional<std::vector<WorldMap>> maps;
  std::optional<unsigned> access;  // 1 read, 512 script, 4 execute
  bool is_application = false;
};

struct WorldSite {
  unsigned id = 0;
  std::string name;
  bool in_metabase = true;
  bool clears = false;  // the config's location of the site begins with <clear />
  std::map<std::string, WorldNode> nodes;  // by folder: "" is the root, "/app/nested"
};

struct WorldBinding {
  std::string extension;
  unsigned site = 0;        // 0: global
  std::string application;  // empty: none; "/" is the root application
  int pool = 0;
};

struct World {
  std::optional<std::vector<WorldMap>> service_maps;
  std::vector<WorldSite> sites;
  std::vector<WorldBinding> bindings;
  int pools = 1;
  std::string access_policy = "Read, Script";
  int shape = 0;  // where the config's global <handlers> stands

  std::string ini() const;
  std::string metabase() const;
  std::string config() const;
};

inline const std::vector<std::string> world_folders = {"", "/app", "/app/nested", "/dir",
                                                       "/dir/sub"};

World random_world(std::mt19937& random);

}  // namespace fcgi6to7::test
