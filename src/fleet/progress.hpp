// How far a run is, on stderr: a bar on a terminal, a plain line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace fcgi6to7 {

enum class ProgressStyle { none, lines, bar };

struct ProgressState {
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  std::optional<std::uint64_t> all;  ///< known when every server has been found
};

/// The line that a bar or a plain line shows: "[#####     ] 120 of 240 servers, 85 a second, 1 s
/// left, 2 failed".
std::string progress_line(const ProgressState& state, double seconds, bool bar);

class Progress {
 public:
  Progress(std::ostream& out, ProgressStyle style);

  /// Shows the state when it is time to: five times a second, or every five seconds.
  void show(const ProgressState& state);
  /// Takes the bar away.
  void end();

 private:
  std::ostream& out_;
  ProgressStyle style_;
  std::chrono::steady_clock::time_point begin_, shown_;
  bool bar_stands_ = false;
};

}  // namespace fcgi6to7
