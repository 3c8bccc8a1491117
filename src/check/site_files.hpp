// The files of a site on a copy of the disk: a walk with bounds.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "plan/inputs.hpp"

namespace fcgi6to7 {

/// Walks folders, links left out. All walks together look at no more than 50,000 names, one folder
/// at no more than 5,000, and no walk goes deeper than 6 folders: a disk may hold millions of
/// files, and what is wrong in one folder is wrong in the next.
class SiteFiles {
 public:
  explicit SiteFiles(const Inputs& inputs) : inputs_(inputs) {}

  /// Visits what lies below a folder, each with its path below it ("images/a+b.png"). A visit that
  /// returns false keeps the walk out of that folder.
  using Visit = std::function<bool(const std::string& path, std::string_view name, bool is_folder)>;
  void walk(const std::string& windows_folder, const Visit& visit);

 private:
  void walk(const std::string& folder, const std::string& prefix, int depth, const Visit& visit);

  const Inputs& inputs_;
  std::size_t names_left_ = 50000;
};

}  // namespace fcgi6to7
