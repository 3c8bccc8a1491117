#include "fleet/progress.hpp"

#include <algorithm>
#include <ostream>

namespace fcgi6to7 {
namespace {

using namespace std::chrono_literals;

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds + 0.5);
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

}  // namespace

std::string progress_line(const ProgressState& state, double seconds, bool bar) {
  constexpr std::uint64_t width = 24;
  std::string line;
  const std::uint64_t all = std::max(state.all.value_or(0), std::uint64_t{1});
  if (bar && state.all) {
    const std::uint64_t full = std::min(state.done * width / all, width);
    line = "[" + std::string(full, '#') + std::string(width - full, ' ') + "] ";
  }
  line += std::to_string(state.done);
  if (state.all) line += " of " + std::to_string(*state.all);
  line += " servers";
  const double rate = seconds > 0 ? static_cast<double>(state.done) / seconds : 0;
  if (rate >= 1) line += ", " + std::to_string(static_cast<std::uint64_t>(rate)) + " a second";
  if (state.all && rate > 0 && state.done < *state.all)
    line += ", " + duration_text(static_cast<double>(*state.all - state.done) / rate) + " left";
  if (state.failed > 0) line += ", " + std::to_string(state.failed) + " failed";
  return line;
}

Progress::Progress(std::ostream& out, ProgressStyle style)
    : out_(out), style_(style), begin_(std::chrono::steady_clock::now()), shown_(begin_) {}

void Progress::show(const ProgressState& state) {
  if (style_ == ProgressStyle::none) return;
  const auto now = std::chrono::steady_clock::now();
  const bool bar = style_ == ProgressStyle::bar;
  if (now - shown_ < (bar ? 200ms : 5000ms)) return;
  shown_ = now;
  const std::string line =
      progress_line(state, std::chrono::duration<double>(now - begin_).count(), bar);
  // The line is rewritten in place: back to its start, then what stood there is erased.
  out_ << (bar ? "\r\x1b[K" + line : line + "\n") << std::flush;
  bar_stands_ = bar;
}

void Progress::end() {
  if (bar_stands_) out_ << "\r\x1b[K" << std::flush;
  bar_stands_ = false;
}

}  // namespace fcgi6to7
