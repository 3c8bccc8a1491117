// What became of one server: a row of the journal and of fleet.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"
#include "report/json_writer.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

enum class ServerStatus {
  unchanged,  ///< needs no change
  changed,    ///< changes are planned, or were made
  failed,
};

std::string_view to_string(ServerStatus status);

/// Findings of one kind on one server.
struct FoldedFinding {
  Severity severity = Severity::note;
  std::string code;
  std::string phrase;  ///< with names and paths folded, so that servers can be compared
  std::uint64_t times = 0;
};

struct Row {
  std::string server;
  ServerStatus status = ServerStatus::failed;
  bool left_out = false;  ///< --partial left something out
  Counts counts;
  std::vector<FoldedFinding> findings;
  std::string plan;                  ///< fingerprint of all that the plan changes; empty: no plan
  std::string group;                 ///< short fingerprint without what is the server's own
  std::vector<std::string> changes;  ///< the lines of the group
  std::string error;                 ///< the first error in one line
  std::string config;                ///< where the config was read
  std::string written;               ///< the config that was written; empty: none
  std::string backup;
  std::string inputs;  ///< fingerprint of inputs, options and tables, without the config
  std::string before;  ///< fingerprint of the config as it was read
  std::string after;   ///< fingerprint of the result; empty: none

  std::uint64_t count(Severity severity) const;
};

/// The row as an object in one line. The lines of its group are left out unless asked for.
void write_row(JsonWriter& out, const Row& row, bool with_changes);

/// A row from its line; nothing when it is none (torn, or of another make).
std::optional<Row> read_row(std::string_view line);

/// A phrase with quoted names, Windows paths and long numbers replaced by "…".
std::string fold_phrase(std::string_view phrase);

}  // namespace fcgi6to7
