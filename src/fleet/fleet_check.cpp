#include "fleet/fleet_check.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

namespace fcgi6to7 {
namespace {

CheckedServer check_server(const Server& server, const FleetCheckJob& job, const Mapping& mapping) {
  CheckedServer checked{server.name, server.config, {}};
  JobFiles files = job.files;
  files.config = server.config;
  files.metabase = server.metabase;
  Options options = job.options;
  if (server.target) {
    options.target = server.target;
    options.target_reason = "the manifest";
  }
  const auto inputs = gather_inputs(files, options, mapping, checked.findings);
  if (inputs)
    checked.findings.append(check_config(*inputs, mapping, options, job.choice).diagnostics);
  return checked;
}

// Gives servers to threads, and puts what they find where it belongs.
class Checks {
 public:
  Checks(const ServerSource& source, const FleetCheckJob& job, const Mapping& mapping)
      : source_(source), job_(job), mapping_(mapping) {}

  FleetCheckResult run() {
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < job_.threads; ++i) threads.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : threads) thread.join();
    return std::move(result_);
  }

 private:
  void work() {
    while (true) {
      std::unique_lock lock(mutex_);
      if (ended_) return;
      const auto server = source_(result_.problems);
      ended_ = !server;
      if (ended_) return;
      const std::size_t at = result_.servers.size();
      result_.servers.emplace_back();
      lock.unlock();
      CheckedServer checked = check_server(*server, job_, mapping_);
      lock.lock();
      result_.servers[at] = std::move(checked);
    }
  }

  const ServerSource& source_;
  const FleetCheckJob& job_;
  const Mapping& mapping_;
  std::mutex mutex_;
  bool ended_ = false;
  FleetCheckResult result_;
};

}  // namespace

bool FleetCheckResult::has_errors() const {
  return problems.has_errors() ||
         std::any_of(servers.begin(), servers.end(),
                     [](const CheckedServer& s) { return s.findings.has_errors(); });
}

FleetCheckResult check_fleet(const ServerSource& source, const FleetCheckJob& job,
                             const Mapping& mapping) {
  return Checks(source, job, mapping).run();
}

}  // namespace fcgi6to7
