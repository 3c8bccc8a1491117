// Two judges of routing that share no code with the program: IIS 6 on the abstract server, IIS 7 on
// the text of a config.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "laws/routing/world.hpp"

namespace fcgi6to7::test {

struct Request {
  const WorldSite* site = nullptr;
  std::string folder;     // one of world_folders
  std::string extension;  // empty: none
  std::string verb;
  bool file_exists = true;
};

constexpr int no_pool = -1;

/// The pool that IIS 6 gave the request to, by metabase and [Types].
int iis6_pool(const World& world, const Request& request);
/// The same where nothing but [Types] is known: an extension is mapped (flags 5, GET, HEAD, POST)
/// where a binding of its own holds.
int iis6_pool_by_types(const World& world, const Request& request);

/// IIS 7 with a config: first match on the list that is in effect, inheritance, access policy.
class Iis7 {
 public:
  explicit Iis7(std::string_view config);
  int pool(const Request& request) const;

 private:
  struct Entry {
    std::string kind, name, path, verb, modules, processor, resource, access;
  };
  struct Level {
    std::vector<Entry> entries;
    std::string policy;  // empty: inherited
  };
  std::map<std::string, Level> levels_;
};

}  // namespace fcgi6to7::test
