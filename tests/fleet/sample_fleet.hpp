// Small server folders for a test, and a run over them.
#pragma once

#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "files/path_text.hpp"
#include "fleet/find_servers.hpp"
#include "fleet/run.hpp"
#include "support/migration.hpp"
#include "support/temp_folder.hpp"

namespace fcgi6to7::test {

/// Writes FOLDER/NAME/{fcgiext.ini,applicationHost.config}; the pool gets these lines.
inline void add_server(const TempFolder& folder, const std::string& name, std::string_view lines,
                       std::string_view fast_cgi = "<fastCgi />") {
  std::filesystem::create_directories(folder / name);
  folder.write(name + "/fcgiext.ini", pool_with(lines));
  folder.write(name + "/applicationHost.config", config_with(fast_cgi));
}

inline std::vector<std::string> found_servers(const std::filesystem::path& root,
                                              Diagnostics& diagnostics) {
  ServerFinder finder(root, {});
  std::vector<std::string> names;
  while (const auto server = finder.next(diagnostics)) names.push_back(server->name);
  return names;
}

inline bool has_code(const Diagnostics& diagnostics, std::string_view code) {
  for (const Diagnostic& finding : diagnostics.all())
    if (finding.code == code) return true;
  return false;
}

/// Options of an apply over all servers into a folder.
inline RunOptions apply_into(const std::filesystem::path& out) {
  RunOptions options;
  options.command = "apply";
  options.folder = out;
  options.job.apply = true;
  options.job.out = out;
  options.job.options = options_for("8.5", "1.0");
  options.job.print = "options";
  return options;
}

inline RunResult run_over(const std::filesystem::path& root, const RunOptions& options,
                          const Reviewed* reviewed = nullptr) {
  std::ostringstream silent;
  Progress progress(silent, ProgressStyle::none);
  ServerFinder finder(root, {});
  const ServerSource source = [&](Diagnostics& found) { return finder.next(found); };
  return run_fleet(options, source, built_in_mapping(), reviewed, progress);
}

}  // namespace fcgi6to7::test
