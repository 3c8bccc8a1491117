// The journal of a run: one line a server as it finishes, so that a later run can go on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "files/failure.hpp"
#include "files/together.hpp"
#include "fleet/fingerprint.hpp"
#include "fleet/row.hpp"

namespace fcgi6to7 {

struct FingerprintHash {
  std::size_t operator()(const Fingerprint& print) const {
    return static_cast<std::size_t>(print.low);
  }
};

/// The rows of a journal by server: where each one's last line begins. Rows are read again when
/// asked for, so a server costs a few dozen bytes.
class JournalReader {
 public:
  /// Reads the journal once. Fails when not all of it can be read. Lines that are no rows are
  /// passed over: a run that was killed may leave half a line.
  Failure open(const std::filesystem::path& path);
  /// Why a row could not be read again; nothing: all could.
  const Failure& failure() const { return failure_; }

  /// The server's last row; safe from several threads.
  std::optional<Row> find(const std::string& server);
  /// Calls visit with the last row of each server, in the order of the file.
  void for_each(const std::function<void(Row)>& visit);
  /// The groups whose lines stand in the journal, and where.
  const std::unordered_map<std::string, std::uint64_t>& groups() const { return groups_; }
  /// The folder that relative paths in the rows hold from; empty: not said.
  const std::string& folder() const { return folder_; }
  std::size_t size() const { return lines_.size(); }
  bool ends_torn() const { return ends_torn_; }

 private:
  std::optional<Row> read_at(std::uint64_t offset);
  std::optional<Row> read_line(std::uint64_t offset);

  std::mutex mutex_;
  std::ifstream file_;
  std::unordered_map<Fingerprint, std::uint64_t, FingerprintHash> lines_;
  std::unordered_map<std::string, std::uint64_t> groups_;
  std::string folder_;
  bool ends_torn_ = false;
  Failure failure_;
};

/// Writes a journal. The lines of a group stand in its first row only.
class JournalWriter {
 public:
  /// Begins a new journal, or goes on with one that was read.
  Failure open(const std::filesystem::path& path, const JournalReader* goes_on_with);
  /// Adds rows; they are on the disk when this returns.
  Failure append(const std::vector<const Row*>& rows);

 private:
  AppendedFile file_;
  std::unordered_set<std::string> described_;
};

}  // namespace fcgi6to7
