// check for every server of a fleet: in parallel, in server order, and summed up by code.
#pragma once

#include <string>
#include <vector>

#include "check/run.hpp"
#include "fleet/run.hpp"
#include "intake/gather.hpp"

namespace fcgi6to7 {

struct FleetCheckJob {
  JobFiles files;  ///< schema and root for all
  Options options;
  CheckChoice choice;
  unsigned threads = 1;
};

/// A server's findings, or why its files could not be read.
struct CheckedServer {
  std::string server, config;
  Diagnostics findings;
};

struct FleetCheckResult {
  std::vector<CheckedServer> servers;  ///< in the order of the source, whatever the threads
  Diagnostics problems;                ///< on the way to the servers

  /// An error on a server or on the way.
  bool has_errors() const;
};

/// A server's metabase is looked at when it lies beside its config.
FleetCheckResult check_fleet(const ServerSource& source, const FleetCheckJob& job,
                             const Mapping& mapping);

}  // namespace fcgi6to7
