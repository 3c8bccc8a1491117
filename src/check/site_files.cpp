#include "check/site_files.hpp"

#include <algorithm>
#include <vector>

namespace fcgi6to7 {
namespace {

constexpr std::size_t most_in_folder = 5000;
constexpr int deepest = 6;

}  // namespace

void SiteFiles::walk(const std::string& windows_folder, const Visit& visit) {
  if (inputs_.list && !windows_folder.empty()) walk(windows_folder, "", 1, visit);
}

void SiteFiles::walk(const std::string& folder, const std::string& prefix, int depth,
                     const Visit& visit) {
  if (names_left_ == 0) return;
  const std::vector<DiskEntry> entries =
      inputs_.list(folder, std::min(most_in_folder, names_left_));
  names_left_ -= std::min(names_left_, entries.size());
  for (const DiskEntry& entry : entries) {
    const std::string path = prefix + entry.name;
    const bool goes_on = visit(path, entry.name, entry.is_folder);
    if (goes_on && entry.is_folder && depth < deepest)
      walk(folder + "\\" + entry.name, path + "/", depth + 1, visit);
  }
}

}  // namespace fcgi6to7
