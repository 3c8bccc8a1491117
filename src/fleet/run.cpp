#include "fleet/run.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "files/lock.hpp"
#include "files/path_text.hpp"
#include "files/together.hpp"
#include "fleet/details.hpp"
#include "fleet/fingerprint.hpp"
#include "fleet/interrupt.hpp"
#include "fleet/journal.hpp"
#include "fleet/keep_memory.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t window = 4096;  // servers that may wait for one before them
constexpr std::size_t flushed_at_once = 256;
constexpr std::chrono::seconds flushed_after{1};

std::string file_name(const RunOptions& options, std::string_view ending) {
  std::string name = "fleet.";
  if (options.shard)
    name +=
        std::to_string(options.shard->index) + "-of-" + std::to_string(options.shard->count) + ".";
  return name.append(ending);
}

class Run {
 public:
  Run(const RunOptions& options, const ServerSource& source, const Mapping& mapping,
      const Reviewed* reviewed, Progress& progress)
      : options_(options),
        source_(source),
        mapping_(mapping),
        reviewed_(reviewed),
        progress_(progress) {}

  RunResult run() {
    const InterruptWatch watch;
    if (!open_files()) return std::move(result_);
    keep_freed_memory();
    {
      Threads threads(*this);
      commit_until_done();
    }
    progress_.end();
    if (InterruptWatch::was_interrupted() && !source_ended_) {
      result_.interrupted = true;
      result_.summary.set_interrupted();
    }
    if (too_many_failed_) result_.summary.set_stopped();
    close_files();
    return std::move(result_);
  }

 private:
  struct Finished {
    std::uint64_t number = 0;
    JobResult result;
  };

  // Threads that are joined in any case; when the run ends early they stop soon.
  class Threads {
   public:
    explicit Threads(Run& run) : run_(run) {
      run.working_ = std::max(run.options_.threads, 1u);
      for (unsigned i = 0; i < std::max(run.options_.threads, 1u); ++i)
        threads_.emplace_back([&run] { run.work(); });
      if (run.options_.counted) threads_.emplace_back([&run] { run.count(); });
    }
    ~Threads() {
      {
        const std::lock_guard lock(run_.mutex_);
        run_.stop();
      }
      for (std::thread& thread : threads_) thread.join();
    }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

   private:
    Run& run_;
    std::vector<std::thread> threads_;
  };

  // ---- files of the run

  bool open_files() {
    if (options_.folder.empty()) return true;
    std::error_code error;
    fs::create_directories(options_.folder, error);
    const fs::path journal = journal_path(options_);
    if (error) return give_up(journal, "cannot be made: " + failure_of(error).text);
    lock_.emplace(journal);
    if (!lock_->is_held())
      return give_up(journal, lock_->failure() ? "cannot be locked: " + lock_->failure().text
                                               : "another run works in this folder");
    bool has_old = options_.resume;
    if (has_old) {
      // One that is there and cannot be read must not be begun anew: it may be needed to go back.
      const Failure failure = old_.open(journal);
      if (failure && failure.cause != Cause::missing)
        return give_up(journal, "cannot be read: " + failure.text);
      has_old = !failure;
    }
    if (const Failure failure = journal_.open(journal, has_old ? &old_ : nullptr))
      return give_up(journal, "cannot be written: " + failure.text);
    resumes_ = has_old;
    if (const Failure failure = details_.open(details_path(options_)))
      return give_up(details_path(options_), "cannot be written: " + failure.text);
    return true;
  }

  bool give_up(const fs::path& file, std::string phrase) {
    run_error(file, std::move(phrase), "Name a folder that can be written with --out");
    return false;
  }

  void run_error(const fs::path& file, std::string phrase, std::string hint) {
    Diagnostics diagnostics;
    diagnostics.add(Severity::error, "FLT030", to_utf8(file), std::move(phrase), std::move(hint));
    result_.summary.add(diagnostics);
  }

  void close_files() {
    if (options_.folder.empty()) return;
    if (const Failure failure = details_.finish(result_.summary, options_.command))
      run_error(details_path(options_), "cannot be written: " + failure.text,
                "Free some space, then run again with --resume");
  }

  // ---- threads

  std::optional<std::pair<std::uint64_t, Server>> take() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return stop_ || taken_ < written_ + window; });
    while (!stop_ && !source_ended_) {
      std::optional<Server> server = next_server();
      if (!server) {
        source_ended_ = true;
        break;
      }
      if (!is_ours(*server)) continue;
      return std::pair{taken_++, std::move(*server)};
    }
    return std::nullopt;
  }

  bool is_ours(const Server& server) const {
    if (options_.shard && !options_.shard->holds(server.name)) return false;
    return !reviewed_ || reviewed_->find(server.name) != Review::not_chosen;
  }

  // Runs ahead of the others: only names are read.
  void count() {
    std::uint64_t servers = 0;
    try {
      while (!stop_) {
        Diagnostics reported_by_the_run;
        const std::optional<Server> server = options_.counted(reported_by_the_run);
        if (!server) {
          counted_ = servers;
          return;
        }
        if (is_ours(*server)) ++servers;
      }
    } catch (const std::exception&) {
      // The run's own search says what is wrong; the number stays unknown.
    }
  }

  std::optional<Server> next_server() {
    Diagnostics found;
    std::optional<Server> server;
    try {
      server = source_(found);
    } catch (const std::exception& fault) {
      found.add(Severity::error, "FLT020", "",
                std::string("the search for servers was stopped: ") + fault.what(),
                "Run again with --resume, with more memory or a smaller ROOT");
    }
    found_.append(std::move(found));
    return server;
  }

  void work() {
    while (auto next = take()) {
      std::function<std::optional<Row>()> previous;
      if (resumes_) previous = [&] { return old_.find(next->second.name); };
      Finished finished{next->first,
                        run_job(next->second, options_.job, mapping_, reviewed_, previous)};
      const std::lock_guard lock(mutex_);
      if (finished.result.row.status == ServerStatus::failed) note_failure();
      finished_.push_back(std::move(finished));
      if (finished_.size() >= flushed_at_once / 2) ready_.notify_one();
    }
    const std::lock_guard lock(mutex_);
    --working_;
    ready_.notify_one();
  }

  void note_failure() {
    ++failed_;
    if (!options_.max_failures || failed_ < *options_.max_failures) return;
    too_many_failed_ = true;
    stop();
  }

  void stop() {
    stop_ = true;
    room_.notify_all();
  }

  // ---- the thread that writes down what is done

  void commit_until_done() {
    bool done = false;
    while (!done) {
      std::vector<Finished> finished;
      Diagnostics found;
      ProgressState state;
      {
        std::unique_lock lock(mutex_);
        ready_.wait_for(lock, std::chrono::milliseconds(100),
                        [&] { return working_ == 0 || finished_.size() >= flushed_at_once / 2; });
        if (InterruptWatch::was_interrupted()) stop();
        finished.swap(finished_);
        found = std::exchange(found_, {});
        done = working_ == 0;
        state = {written_ + waiting_.size() + pending_.size() + finished.size(), failed_,
                 source_ended_ ? std::optional(taken_) : all_counted()};
      }
      result_.summary.add(found);
      for (Finished& one : finished) pending_.push_back(std::move(one));
      if (!pending_.empty() && first_pending_ == Clock::time_point{}) first_pending_ = Clock::now();
      const bool is_time =
          pending_.size() >= flushed_at_once || Clock::now() - first_pending_ >= flushed_after;
      if (!pending_.empty() && (done || is_time)) commit();
      progress_.show(state);
    }
  }

  std::optional<std::uint64_t> all_counted() const {
    const std::uint64_t servers = counted_;
    return servers == unknown ? std::nullopt : std::optional(servers);
  }

  // Only what is on the disk is called done: first the outputs, then the journal's lines.
  void commit() {
    std::vector<fs::path> files;
    std::vector<const Row*> rows;
    for (const Finished& one : pending_) {
      files.insert(files.end(), one.result.files.begin(), one.result.files.end());
      if (!one.result.is_old) rows.push_back(&one.result.row);
    }
    if (!options_.folder.empty() && !journal_failed_) {
      Failure failure = flush_together(options_.folder, files);
      if (!failure && !rows.empty()) failure = journal_.append(rows);
      if (failure) fail_journal(failure);
    }
    for (Finished& one : pending_) waiting_.emplace(one.number, std::move(one.result.row));
    pending_.clear();
    first_pending_ = {};
    write_rows_in_order();
  }

  void fail_journal(const Failure& failure) {
    journal_failed_ = true;
    run_error(journal_path(options_), "cannot be written: " + failure.text,
              "Free some space, then run again with --resume");
    const std::lock_guard lock(mutex_);
    stop();
  }

  void write_rows_in_order() {
    std::uint64_t written = next_row_;
    for (auto row = waiting_.find(written); row != waiting_.end(); row = waiting_.find(++written)) {
      result_.summary.add(row->second);
      if (options_.reported) options_.reported(row->second);
      if (!options_.folder.empty()) details_.add(row->second);
      waiting_.erase(row);
    }
    next_row_ = written;
    const std::lock_guard lock(mutex_);
    written_ = written;
    room_.notify_all();
  }

  const RunOptions& options_;
  const ServerSource& source_;
  const Mapping& mapping_;
  const Reviewed* reviewed_;
  Progress& progress_;

  RunResult result_;
  std::optional<FileLock> lock_;
  JournalReader old_;
  JournalWriter journal_;
  DetailsWriter details_;
  bool resumes_ = false;
  bool journal_failed_ = false;

  static constexpr std::uint64_t unknown = ~std::uint64_t{0};
  std::atomic<std::uint64_t> counted_ = unknown;
  std::atomic<bool> stop_ = false;

  std::mutex mutex_;  // guards all to the next blank line, and changes of stop_
  std::condition_variable ready_, room_;
  std::uint64_t taken_ = 0, written_ = 0, failed_ = 0;
  unsigned working_ = 0;
  bool source_ended_ = false, too_many_failed_ = false;
  Diagnostics found_;
  std::vector<Finished> finished_;

  std::vector<Finished> pending_;         // finished, and not yet on the disk
  std::map<std::uint64_t, Row> waiting_;  // on the disk, but one before them is not
  std::uint64_t next_row_ = 0;
  Clock::time_point first_pending_;
};

}  // namespace

bool Shard::holds(const std::string& server) const {
  return fingerprint(server).low % count == index;
}

std::optional<Shard> Shard::read(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos) return std::nullopt;
  const auto index = decimal(text.substr(0, slash)), count = decimal(text.substr(slash + 1));
  if (!index || !count || *index >= *count) return std::nullopt;
  return Shard{*index, *count};
}

fs::path journal_path(const RunOptions& options) {
  return options.folder / file_name(options, "jsonl");
}

fs::path details_path(const RunOptions& options) {
  return options.folder / file_name(options, "json");
}

RunResult run_fleet(const RunOptions& options, const ServerSource& source, const Mapping& mapping,
                    const Reviewed* reviewed, Progress& progress) {
  return Run(options, source, mapping, reviewed, progress).run();
}

}  // namespace fcgi6to7
