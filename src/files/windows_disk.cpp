#include "files/windows_disk.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> find_entry(const fs::path& folder, std::string_view name) {
  std::error_code error;
  if (const fs::path exact = folder / fs::path(std::u8string(name.begin(), name.end()));
      fs::exists(exact, error))
    return exact;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::u8string found = entry->path().filename().u8string();
    if (equal_without_case(std::string(found.begin(), found.end()), name)) return entry->path();
  }
  return std::nullopt;
}

bool lies_below(const fs::path& root, const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::canonical(root, error);
  const fs::path real = error ? fs::path() : fs::canonical(path, error);
  if (error) return false;
  return std::mismatch(whole.begin(), whole.end(), real.begin(), real.end()).first == whole.end();
}

std::optional<fs::path> descend(fs::path at, const std::vector<std::string_view>& parts) {
  for (const std::string_view part : parts) {
    const auto next = part == ".." ? std::nullopt : find_entry(at, part);
    if (!next) return std::nullopt;
    at = *next;
  }
  return at;
}

}  // namespace

std::optional<fs::path> find_on_disk(const fs::path& root, std::string_view path) {
  std::string_view drive;
  if (path.size() >= 2 && path[1] == ':') {
    drive = path.substr(0, 1);
    path.remove_prefix(2);
  }
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find_first_of("\\/");
    if (const auto part = path.substr(0, slash); !part.empty() && part != ".")
      parts.push_back(part);
    if (slash == path.npos) break;
    path.remove_prefix(slash + 1);
  }
  auto found = descend(root, parts);
  if (!found && !drive.empty())
    if (const auto disk = find_entry(root, drive)) found = descend(*disk, parts);
  return found && lies_below(root, *found) ? found : std::nullopt;
}

std::vector<FolderEntry> list_on_disk(const fs::path& root, std::string_view windows_path,
                                      std::size_t most) {
  std::vector<FolderEntry> entries;
  const auto folder = find_on_disk(root, windows_path);
  if (!folder) return entries;
  std::error_code error, unknown;
  for (fs::directory_iterator entry(*folder, error), end;
       !error && entry != end && entries.size() < most; entry.increment(error)) {
    if (entry->is_symlink(unknown)) continue;
    const std::u8string name = entry->path().filename().u8string();
    entries.push_back({std::string(name.begin(), name.end()), entry->is_directory(unknown)});
  }
  std::sort(entries.begin(), entries.end(),
            [](const FolderEntry& a, const FolderEntry& b) { return a.name < b.name; });
  return entries;
}

}  // namespace fcgi6to7
