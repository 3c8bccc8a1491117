// fleet.json: the summary first, then every server's row, without holding the rows in memory.
#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

#include "files/failure.hpp"
#include "fleet/row.hpp"
#include "fleet/summary.hpp"

namespace fcgi6to7 {

/// Collects rows in a file beside the target, which is removed in the end.
class DetailsWriter {
 public:
  DetailsWriter() = default;
  ~DetailsWriter();
  DetailsWriter(const DetailsWriter&) = delete;
  DetailsWriter& operator=(const DetailsWriter&) = delete;

  Failure open(const std::filesystem::path& target);
  void add(const Row& row);
  /// Puts the whole into the target's place in one step.
  Failure finish(const Summary& summary, std::string_view command);

 private:
  void note_failure(bool is_bad);

  std::filesystem::path target_, rows_path_;
  std::fstream rows_;
  bool first_ = true;
  Failure failure_;  // the first one
};

}  // namespace fcgi6to7
