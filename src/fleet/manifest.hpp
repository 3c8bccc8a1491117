// The manifest of a fleet: CSV with a header, or JSON lines, one server a row.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "fleet/csv.hpp"
#include "fleet/server.hpp"
#include "mapping/mapping.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// One cell: its column, its text and its place.
struct ManifestCell {
  std::string column;
  std::string value;
  Span where;
};

/// Reads a manifest's rows as servers. Columns: server (required), ini, config, metabase, output,
/// target, source_version, codepage, site (ID=NAME, several with ';' between). Without ini or
/// config they are SERVER/fcgiext.ini and SERVER/applicationHost.config. Relative paths hold from
/// `base`.
class Manifest {
 public:
  Manifest(SourceText text, std::filesystem::path base, ServerFiles files, const Mapping& mapping);

  /// Looks through all rows before anything runs: unknown columns, names that lead out of the
  /// output folder, doubled names and outputs, values that are none. True when all are sound.
  bool check(Diagnostics& diagnostics);
  /// The next server; nothing at the end.
  std::optional<Server> next(Diagnostics& diagnostics);

 private:
  void rewind();
  bool read_header(Diagnostics& diagnostics);
  bool know_column(const std::string& column, Span where, Diagnostics& diagnostics);
  std::optional<std::vector<ManifestCell>> next_row(Diagnostics& diagnostics);
  std::optional<std::vector<ManifestCell>> next_csv_row(Diagnostics& diagnostics);
  std::optional<std::vector<ManifestCell>> next_json_row(Diagnostics& diagnostics);
  std::optional<std::vector<ManifestCell>> json_row(Span line, Diagnostics& diagnostics);
  Server server_of(const std::vector<ManifestCell>& row, Diagnostics& diagnostics) const;
  void override_with(Server& server, const ManifestCell& cell, Diagnostics& diagnostics) const;
  void check_row(const std::vector<ManifestCell>& row, const Server& server,
                 Diagnostics& diagnostics);
  std::string path_of(const std::string& name) const;

  SourceText text_;
  std::filesystem::path base_;
  ServerFiles files_;
  const Mapping& mapping_;
  bool json_ = false;
  std::size_t at_ = 0;  // JSON lines: the next line
  std::optional<CsvReader> csv_;
  std::vector<std::string> columns_;
  std::unordered_map<std::string, int> names_, outputs_;  // folded, their lines; while checking
};

}  // namespace fcgi6to7
