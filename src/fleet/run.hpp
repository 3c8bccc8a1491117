// A run over a fleet: servers out of a source, through threads, into rows in server order.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "fleet/job.hpp"
#include "fleet/progress.hpp"
#include "fleet/summary.hpp"

namespace fcgi6to7 {

/// The next server of the fleet, and findings on the way to it; nothing at the end.
using ServerSource = std::function<std::optional<Server>(Diagnostics&)>;

/// Part I of N of a fleet, by a stable fingerprint of the server's name.
struct Shard {
  std::uint64_t index = 0;  ///< from 0
  std::uint64_t count = 1;

  bool holds(const std::string& server) const;
  /// "3/16"; nothing for what is none.
  static std::optional<Shard> read(std::string_view text);
};

struct RunOptions {
  FleetJob job;
  unsigned threads = 1;
  std::optional<std::uint64_t> max_failures;
  bool resume = false;
  std::optional<Shard> shard;
  std::string command;                       ///< "plan" or "apply"
  std::function<void(const Row&)> reported;  ///< gets every row, in server order; may be empty
  ServerSource counted;  ///< the same servers once more, for "time left"; empty: not counted
  std::filesystem::path folder;  ///< of journal and fleet.json; empty: neither is written
};

/// Journal and fleet.json of a run: "fleet.jsonl", with a shard "fleet.3-of-16.jsonl".
std::filesystem::path journal_path(const RunOptions& options);
std::filesystem::path details_path(const RunOptions& options);

struct RunResult {
  Summary summary;
  bool interrupted = false;
};

/// Runs until the source ends, enough servers failed, or somebody presses Ctrl-C. Rows do not
/// depend on the number of threads. What the run cannot do at all (a journal that cannot be
/// written) is in the summary as an error.
RunResult run_fleet(const RunOptions& options, const ServerSource& source, const Mapping& mapping,
                    const Reviewed* reviewed, Progress& progress);

}  // namespace fcgi6to7
