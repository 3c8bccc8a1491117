// The migration of one server of a fleet: read, plan, compare, write, and its row.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "fleet/reviewed.hpp"
#include "fleet/row.hpp"
#include "fleet/server.hpp"
#include "intake/gather.hpp"
#include "report/report.hpp"

namespace fcgi6to7 {

/// What all servers of a run have in common.
struct FleetJob {
  bool apply = false;
  bool in_place = false;      ///< the configs themselves, else below `out`
  std::filesystem::path out;  ///< empty: nothing is written but what in_place says
  JobFiles files;             ///< ini32, schema, dll and root for all
  Options options;
  std::string print;  ///< fingerprint of options and tables
  bool backup = true;
  Secrets secrets = Secrets::masked;
  std::optional<std::filesystem::path> backup_dir;
};

struct JobResult {
  Row row;
  bool is_old = false;                       ///< done by an earlier run, whose row this is
  std::vector<std::filesystem::path> files;  ///< written, and not yet flushed
};

/// Migrates one server. Never throws: memory that runs out, and a fault of ours, is the server's
/// failure. `previous` is its row in the journal that the run resumes.
JobResult run_job(const Server& server, const FleetJob& job, const Mapping& mapping,
                  const Reviewed* reviewed, const std::function<std::optional<Row>()>& previous);

}  // namespace fcgi6to7
