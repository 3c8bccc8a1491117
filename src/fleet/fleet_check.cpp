#include "fleet/fleet_check.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "report/findings.hpp"
#include "report/ink.hpp"
#include "report/json_writer.hpp"

namespace fcgi6to7 {
namespace {

CheckedServer check_server(const Server& server, const FleetCheckJob& job, const Mapping& mapping) {
  CheckedServer checked{server.name, server.config, {}};
  JobFiles files = job.files;
  files.config = server.config;
  files.metabase = server.metabase;
  Options options = job.options;
  if (server.target) options.target = server.target;
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

std::string many(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

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

std::string text_fleet_check(const FleetCheckResult& result, const Mapping& mapping,
                             const TextStyle& style) {
  struct Kind {
    std::size_t times = 0;
    std::set<std::string_view> servers;
  };
  std::map<std::pair<int, std::string>, Kind> kinds;  // the worst first, then by code
  std::size_t clean = 0;
  for (const CheckedServer& server : result.servers) {
    if (server.findings.all().empty()) ++clean;
    for (const Diagnostic& finding : server.findings.all()) {
      Kind& kind = kinds[{-static_cast<int>(finding.severity), finding.code}];
      ++kind.times;
      kind.servers.insert(server.server);
    }
  }
  std::string out = text_findings(result.problems, style);
  for (const auto& [key, kind] : kinds) {
    const Explanation* row = mapping.find_explanation(key.second);
    out += std::string(to_string(static_cast<Severity>(-key.first))) + " " + key.second + ": " +
           (row ? row->title : "") + ": " + many(kind.servers.size(), "server") + ", " +
           many(kind.times, "time") + "\n";
  }
  if (!kinds.empty()) out += "\n";
  if (style.detail != Detail::quiet)
    for (const CheckedServer& server : result.servers) {
      if (server.findings.all().empty()) continue;
      out += printable(server.server) + ": " + findings_summary(server.findings) + "\n";
      if (style.detail == Detail::verbose) out += text_findings(server.findings, style) + "\n";
    }
  return out + many(result.servers.size(), "server") + ", " + std::to_string(clean) +
         " without a finding.\n";
}

std::string json_fleet_check(const FleetCheckResult& result) {
  JsonWriter json(JsonWriter::Layout::indented);
  json.object().number("format", 1).text("command", "fleet check").key("problems");
  write_findings(result.problems, json);
  json.key("servers").array();
  for (const CheckedServer& server : result.servers) {
    json.object().text("server", server.server).text("config", server.config);
    json.number("errors", server.findings.count(Severity::error));
    json.number("warnings", server.findings.count(Severity::warning));
    json.number("notes", server.findings.count(Severity::note)).key("findings");
    write_findings(server.findings, json);
    json.end_object();
  }
  json.end_array().end_object();
  return std::move(json).take() + "\n";
}

}  // namespace fcgi6to7
