#include "fleet/find_servers.hpp"

#include <algorithm>

#include "files/disk.hpp"
#include "files/failure.hpp"
#include "files/path_text.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

bool is_named(const fs::path& path, std::string_view name) {
  return equal_without_case(to_utf8(path.filename()), name);
}

// The folder of a disk copy that PATH is Windows/System32/inetsrv of.
std::optional<fs::path> disk_of(const fs::path& path) {
  const fs::path system32 = path.parent_path(), windows = system32.parent_path();
  if (!is_named(path, "inetsrv") || !is_named(system32, "system32") ||
      !is_named(windows, "windows"))
    return std::nullopt;
  return windows.parent_path();
}

// A file by its name without case; the exact name first.
std::optional<fs::path> file_in(const fs::path& folder, const std::string& name) {
  if (file_exists(folder / to_path(name))) return folder / to_path(name);
  std::vector<fs::path> found;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error))
    if (is_named(entry->path(), name)) found.push_back(entry->path());
  if (found.empty()) return std::nullopt;
  return *std::min_element(found.begin(), found.end());
}

// Among files whose names are equal without case: the exact one, else the first.
void keep_best(std::optional<fs::path>& best, const fs::path& file, const std::string& exact) {
  const bool better = !best || to_utf8(file.filename()) == exact ||
                      (to_utf8(best->filename()) != exact && file < *best);
  if (better) best = file;
}

}  // namespace

struct ServerFinder::Entries {
  std::optional<fs::path> ini, config, metabase;
  std::vector<fs::path> folders;
};

ServerFinder::ServerFinder(fs::path root, ServerFiles files)
    : root_(std::move(root)), files_(std::move(files)) {
  std::error_code error;
  real_root_ = fs::canonical(root_, error);
}

std::optional<Server> ServerFinder::next(Diagnostics& diagnostics) {
  if (!started_) {
    started_ = true;
    if (auto server = visit(root_, diagnostics)) return server;
  }
  while (!way_.empty()) {
    Folder& folder = way_.back();
    if (folder.folders.empty()) {
      way_.pop_back();
      continue;
    }
    const fs::path path = folder.path / folder.folders.back();
    folder.folders.pop_back();
    if (auto server = visit(path, diagnostics)) return server;
  }
  return std::nullopt;
}

std::optional<Server> ServerFinder::visit(const fs::path& path, Diagnostics& diagnostics) {
  Entries entries = read(path, diagnostics);
  std::optional<Server> server = server_in(path, entries, diagnostics);
  std::sort(entries.folders.begin(), entries.folders.end(), std::greater<>());
  way_.push_back({path, std::move(entries.folders)});
  return server;
}

bool ServerFinder::leads_outside(const fs::path& link) const {
  std::error_code error;
  const fs::path real = fs::canonical(link, error);
  if (error) return false;  // leads nowhere: nothing is there to be found
  const auto [in_root, in_real] =
      std::mismatch(real_root_.begin(), real_root_.end(), real.begin(), real.end());
  return in_root != real_root_.end();
}

ServerFinder::Entries ServerFinder::read(const fs::path& path, Diagnostics& diagnostics) {
  Entries entries;
  std::error_code error;
  fs::directory_iterator entry(path, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const fs::path file = entry->path();
    std::error_code ignored;
    const bool is_link = entry->is_symlink(ignored);
    if (is_link && leads_outside(file)) {
      diagnostics.add(Severity::warning, "FLT003", to_utf8(file),
                      "a symbolic link that leads out of the folder is not followed",
                      "Name the folder it leads to as ROOT in a run of its own");
      continue;
    }
    const std::string name = to_utf8(file.filename());
    if (entry->is_directory(ignored)) {
      if (!is_link) entries.folders.push_back(file.filename());
    } else if (equal_without_case(name, files_.ini)) {
      keep_best(entries.ini, file, files_.ini);
    } else if (equal_without_case(name, files_.config)) {
      keep_best(entries.config, file, files_.config);
    } else if (equal_without_case(name, files_.metabase)) {
      keep_best(entries.metabase, file, files_.metabase);
    }
  }
  if (error)
    diagnostics.add(Severity::error, "FLT002", to_utf8(path),
                    "the folder cannot be read: " + failure_of(error).text,
                    "Run as a user who may read it, or leave it out of ROOT");
  return entries;
}

std::optional<Server> ServerFinder::server_in(const fs::path& path, const Entries& entries,
                                              Diagnostics& diagnostics) const {
  if (files_.config_alone) return server_with_config(path, entries);
  if (!entries.ini) return std::nullopt;
  fs::path folder = path;
  std::optional<fs::path> config = entries.config;
  if (const auto disk = disk_of(path)) {
    folder = *disk;
    if (file_in(folder, files_.ini) && file_in(folder, files_.config)) {
      diagnostics.add(Severity::error, "FLT005", to_utf8(*entries.ini),
                      "a second server in the folder of the server '" + name_of(folder) + "'",
                      "Move one of the two to a folder of its own");
      return std::nullopt;
    }
    if (!config) config = file_in(path / "config", files_.config);
  }
  if (!config) {
    const bool is_twin = is_named(path, "inetsrv") && is_named(path.parent_path(), "syswow64");
    if (!is_twin)
      diagnostics.add(Severity::warning, "FLT004", to_utf8(*entries.ini),
                      "no " + files_.config + " lies beside it, so this is no server of the fleet",
                      "Copy the new server's " + files_.config + " there, or use --manifest");
    return std::nullopt;
  }
  Server server;
  server.name = name_of(folder);
  server.ini = to_utf8(*entries.ini);
  server.config = to_utf8(*config);
  if (entries.metabase) server.metabase = to_utf8(*entries.metabase);
  return server;
}

std::optional<Server> ServerFinder::server_with_config(const fs::path& path,
                                                       const Entries& entries) const {
  // IIS keeps older configs in inetpub/history/CFGHISTORY_0000000001 and so on.
  if (!entries.config || starts_with_without_case(to_utf8(path.filename()), "CFGHISTORY_"))
    return std::nullopt;
  fs::path folder = path;
  if (is_named(path, "config"))
    if (const auto disk = disk_of(path.parent_path())) folder = *disk;
  Server server;
  server.name = name_of(folder);
  server.config = to_utf8(*entries.config);
  if (entries.metabase) server.metabase = to_utf8(*entries.metabase);
  return server;
}

std::string ServerFinder::name_of(const fs::path& folder) const {
  const fs::path relative = folder.lexically_relative(root_);
  const std::string name = to_utf8(relative);
  if (!name.empty() && name != ".") return name;
  const std::string own = to_utf8(real_root_.filename());
  return own.empty() ? "server" : own;
}

}  // namespace fcgi6to7
