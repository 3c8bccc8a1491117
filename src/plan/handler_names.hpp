// Names for new handler mappings: telling, and unique in the whole file.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "apphost/apphost.hpp"

namespace fcgi6to7 {

class HandlerNames {
 public:
  /// Knows the names that the config uses. IIS tells names apart by case, people do not.
  explicit HandlerNames(const AppHost& host);

  /// "FastCGI-PHP-php"; if taken with the site id and the folder behind it, then with a number.
  std::string make(std::string_view pool, std::string_view path, std::string_view level,
                   const std::string& site_id);

 private:
  bool take(const std::string& name);

  std::unordered_set<std::string> taken_;  // folded
  std::unordered_map<std::string, int> last_number_;
};

}  // namespace fcgi6to7
