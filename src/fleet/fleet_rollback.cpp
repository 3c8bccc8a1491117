#include "fleet/fleet_rollback.hpp"

#include "files/backup.hpp"
#include "files/disk.hpp"
#include "files/path_text.hpp"
#include "files/save.hpp"
#include "fleet/find_servers.hpp"
#include "fleet/fingerprint.hpp"
#include "fleet/journal.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

void undo(FleetRollback& result, const fs::path& config, const std::optional<fs::path>& backup_dir,
          bool force) {
  RollbackResult done = roll_back(config, backup_dir, force);
  if (done.done)
    ++result.restored;
  else if (done.diagnostics.has_errors())
    ++result.failed;
  else
    ++result.untouched;
  // The notes of ten thousand servers would hide the errors.
  for (const Diagnostic& finding : done.diagnostics.all())
    if (finding.severity == Severity::error)
      result.diagnostics.add(finding.severity, finding.code, finding.file, finding.phrase,
                             finding.hint);
}

void leave(FleetRollback& result, const fs::path& config) {
  clean_up_after_dead_run(config);
  ++result.untouched;
}

}  // namespace

FleetRollback roll_back_journal(const fs::path& journal, const std::optional<fs::path>& backup_dir,
                                bool force) {
  FleetRollback result;
  JournalReader reader;
  const auto fail_to_read = [&](const Failure& failure) {
    ++result.failed;
    result.diagnostics.add(Severity::error, "FLT030", to_utf8(journal),
                           "the journal cannot be read: " + failure.text, hint_for(failure.cause));
  };
  if (const Failure failure = reader.open(journal)) {
    fail_to_read(failure);
    return result;
  }
  const fs::path folder = to_path(reader.folder());
  reader.for_each([&](const Row& row) {
    if (row.backup.empty() || row.written.empty()) {
      ++result.untouched;
      return;
    }
    const fs::path config = folder / to_path(row.written);
    const ReadResult now = read_file(config);
    const std::string print = now.error.empty() ? fingerprint(now.bytes).text() : "";
    if (print == row.before && row.before != row.after) return leave(result, config);
    std::optional<fs::path> where = backup_dir;
    const fs::path backup = folder / to_path(row.backup);
    if (!where &&
        backup.parent_path().lexically_normal() != config.parent_path().lexically_normal())
      where = backup.parent_path();
    undo(result, config, where, force);
  });
  if (reader.failure()) fail_to_read(reader.failure());
  if (reader.size() == 0)
    result.diagnostics.add(Severity::warning, "FLT031", to_utf8(journal),
                           "no server stands in this journal",
                           "Check that it is the fleet.jsonl of a run");
  return result;
}

FleetRollback roll_back_folder(const fs::path& root, const ServerFiles& files,
                               const std::optional<fs::path>& backup_dir, bool force) {
  FleetRollback result;
  ServerFinder finder(root, files);
  bool any = false;
  while (const auto server = finder.next(result.diagnostics)) {
    any = true;
    const fs::path config = to_path(server->config);
    Failure failure;
    const bool has_none = list_backups(config, backup_dir, &failure).empty() && !failure;
    if (has_none || is_rolled_back(config, backup_dir))
      leave(result, config);
    else
      undo(result, config, backup_dir, force);
  }
  if (!any)
    result.diagnostics.add(Severity::error, "FLT001", to_utf8(root),
                           "no server lies in this folder",
                           "Name the folder that the run was given, or its journal");
  return result;
}

}  // namespace fcgi6to7
