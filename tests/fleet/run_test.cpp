#include "fleet/run.hpp"

#include <doctest/doctest.h>

#include <new>
#include <set>

#include "fleet/sample_fleet.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

// A fleet with alike servers, one that needs nothing, and faults of several kinds.
void add_mixed_fleet(const TempFolder& folder, int servers) {
  for (int i = 0; i < servers; ++i)
    add_server(folder, "web" + std::to_string(100 + i), i % 3 == 0 ? "MaxInstances=7" : "");
  add_server(folder, "bad-empty", "");
  folder.write("bad-empty/applicationHost.config", "");
  add_server(folder, "bad-xml", "");
  folder.write("bad-xml/applicationHost.config", "<configuration>");
  add_server(folder, "bad-range", "QueueLength=4000000000");
}

// All that a run wrote, with its folder's name taken out.
std::string everything_in(const std::filesystem::path& out) {
  std::set<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(out))
    if (entry.is_regular_file() && entry.path().extension() != ".jsonl") files.insert(entry.path());
  std::string all;
  for (const auto& file : files)
    all += to_utf8(file.lexically_relative(out)) + "\n" + text_of(file) + "\n";
  const std::string name = to_utf8(out);
  for (std::size_t at = all.find(name); at != all.npos; at = all.find(name, at))
    all.replace(at, name.size(), "OUT");
  return all;
}

}  // namespace

TEST_CASE("what is written does not depend on the number of threads") {
  const TempFolder folder, one, eight;
  add_mixed_fleet(folder, 40);
  RunOptions options = apply_into(one.path());
  const RunResult first = run_over(folder.path(), options);
  options = apply_into(eight.path());
  options.threads = 8;
  const RunResult second = run_over(folder.path(), options);
  CHECK(first.summary.servers() == 43);
  CHECK(first.summary.text("apply", "", {}) == second.summary.text("apply", "", {}));
  CHECK(everything_in(one.path()) == everything_in(eight.path()));
}

TEST_CASE("one server's failure is its own") {
  const TempFolder folder, out;
  add_mixed_fleet(folder, 3);
  const RunResult result = run_over(folder.path(), apply_into(out.path()));
  CHECK(result.summary.servers() == 6);
  CHECK(result.summary.failed() == 3);
  const std::string text = result.summary.text("apply", "", {});
  CHECK(text.find("bad-empty: CFG007: the file is empty") != std::string::npos);
  CHECK(!std::filesystem::exists(out / "bad-xml/applicationHost.config"));
  CHECK(std::filesystem::exists(out / "bad-xml/report.json"));
  CHECK(text_of(out / "web100/applicationHost.config").find("maxInstances=\"7\"") !=
        std::string::npos);
}

TEST_CASE("memory that runs out on one server is that server's failure") {
  const TempFolder folder;
  add_server(folder, "web01", "");
  FleetJob job;
  job.options = options_for("8.5");
  Server server;
  server.name = "web01";
  server.ini = to_utf8(folder / "web01/fcgiext.ini");
  server.config = to_utf8(folder / "web01/applicationHost.config");
  const JobResult result = run_job(server, job, built_in_mapping(), nullptr,
                                   []() -> std::optional<Row> { throw std::bad_alloc(); });
  CHECK(result.row.status == ServerStatus::failed);
  CHECK(result.row.error.starts_with("FLT020"));
}

TEST_CASE("a run stops when as many servers failed as are allowed") {
  const TempFolder folder, out;
  add_mixed_fleet(folder, 10);
  RunOptions options = apply_into(out.path());
  options.max_failures = 2;
  const RunResult result = run_over(folder.path(), options);
  CHECK(result.summary.failed() == 2);
  CHECK(result.summary.servers() == 2);
  CHECK(result.summary.text("apply", "", {}).find("--max-failures") != std::string::npos);
}

TEST_CASE("alike servers are one group, shown with its changes") {
  const TempFolder folder;
  add_mixed_fleet(folder, 9);
  RunOptions options = apply_into({});
  options.command = "plan";
  options.folder.clear();
  options.job.apply = false;
  options.job.out.clear();
  const std::string text = run_over(folder.path(), options).summary.text("plan", "", {});
  CHECK(text.find("6 servers: the same ") != std::string::npos);
  CHECK(text.find("3 servers: the same ") != std::string::npos);
  CHECK(text.find("web100, web103, web106") != std::string::npos);
  CHECK(text.find("maxInstances 7") != std::string::npos);
}

TEST_CASE("a run that resumes does nothing again, and gives the same result") {
  const TempFolder folder, out;
  add_mixed_fleet(folder, 6);
  RunOptions options = apply_into(out.path());
  const RunResult first = run_over(folder.path(), options);
  const std::string written = everything_in(out.path());
  const auto time = std::filesystem::last_write_time(out / "web101/applicationHost.config");
  options.resume = true;
  options.threads = 2;
  const RunResult second = run_over(folder.path(), options);
  CHECK(first.summary.text("apply", "", {}) == second.summary.text("apply", "", {}));
  CHECK(everything_in(out.path()) == written);
  CHECK(std::filesystem::last_write_time(out / "web101/applicationHost.config") == time);
}

TEST_CASE("a run that resumes does again what changed: an input, an option, a lost output") {
  const TempFolder folder, out;
  for (const char* name : {"ini", "config", "lost", "same"}) add_server(folder, name, "");
  RunOptions options = apply_into(out.path());
  run_over(folder.path(), options);
  folder.write("ini/fcgiext.ini", pool_with("MaxInstances=3"));
  folder.write("config/applicationHost.config",
               config_with("<fastCgi>\n            <application fullPath=\"x.exe\" />\n"
                           "        </fastCgi>"));
  std::filesystem::remove(out / "lost/applicationHost.config");
  out.write("same/applicationHost.config", "as it was left");
  options.resume = true;
  run_over(folder.path(), options);
  CHECK(text_of(out / "ini/applicationHost.config").find("maxInstances=\"3\"") !=
        std::string::npos);
  CHECK(text_of(out / "config/applicationHost.config").find("x.exe") != std::string::npos);
  CHECK(std::filesystem::exists(out / "lost/applicationHost.config"));
  CHECK(text_of(out / "same/applicationHost.config") == "as it was left");
  options.job.print = "other options";
  run_over(folder.path(), options);
  CHECK(text_of(out / "same/applicationHost.config") != "as it was left");
}

TEST_CASE("shards are disjoint, and together they are the fleet") {
  const TempFolder folder;
  add_mixed_fleet(folder, 30);
  std::uint64_t servers = 0;
  for (std::uint64_t i = 0; i < 4; ++i) {
    RunOptions options = apply_into({});
    options.folder.clear();
    options.job.out.clear();
    options.job.apply = false;
    options.shard = Shard{i, 4};
    const auto count = run_over(folder.path(), options).summary.servers();
    CHECK(count > 0);
    servers += count;
  }
  CHECK(servers == 33);
  CHECK(Shard::read("3/4")->index == 3);
  for (const char* text : {"4/4", "1", "a/b", "0/0", "-1/4", ""}) CHECK(!Shard::read(text));
}

TEST_CASE("only what was reviewed is carried out") {
  const TempFolder folder, review, out;
  add_server(folder, "same", "MaxInstances=7");
  add_server(folder, "other", "MaxInstances=9");
  add_server(folder, "changes", "MaxInstances=7");
  RunOptions options = apply_into(review.path());
  options.command = "plan";
  options.job.apply = false;
  run_over(folder.path(), options);
  const std::string details = text_of(review / "fleet.json");

  folder.write("changes/fcgiext.ini", pool_with("MaxInstances=8"));
  add_server(folder, "new", "");
  Diagnostics diagnostics;
  const auto reviewed = Reviewed::read("fleet.json", details, {}, diagnostics);
  REQUIRE(reviewed);
  const RunResult result = run_over(folder.path(), apply_into(out.path()), &*reviewed);
  CHECK(result.summary.failed() == 2);
  CHECK(result.summary.text("apply", "", {}).find("FLT021") != std::string::npos);
  CHECK(std::filesystem::exists(out / "same/applicationHost.config"));
  CHECK(!std::filesystem::exists(out / "changes/applicationHost.config"));
  CHECK(!std::filesystem::exists(out / "new/applicationHost.config"));

  const std::size_t at = details.find("\"group\":\"", details.find("\"server\":\"other\""));
  const std::string group = details.substr(at + 9, 12);
  const TempFolder chosen;
  const auto of_group = Reviewed::read("fleet.json", details, {group}, diagnostics);
  REQUIRE(of_group);
  run_over(folder.path(), apply_into(chosen.path()), &*of_group);
  CHECK(std::filesystem::exists(chosen / "other/applicationHost.config"));
  CHECK(!std::filesystem::exists(chosen / "same"));
}

TEST_CASE("a file that is no fleet.json, and a group that is not in it, are refused") {
  Diagnostics diagnostics;
  CHECK(!Reviewed::read("x", "{\"format\": 1}", {}, diagnostics));
  CHECK(!Reviewed::read("x", "{\"servers\": [", {}, diagnostics));
  CHECK(!Reviewed::read("x", "{\"servers\": [{\"server\": \"a\", \"group\": \"g\"}]}", {"h"},
                        diagnostics));
  CHECK(has_code(diagnostics, "FLT022"));
  CHECK(diagnostics.all().size() == 3);
}

TEST_CASE("an output that is the config itself is refused") {
  const TempFolder folder;
  add_server(folder, "web01", "");
  const std::string before = text_of(folder / "web01/applicationHost.config");
  const RunResult result = run_over(folder.path(), apply_into(folder.path()));
  CHECK(result.summary.failed() == 1);
  CHECK(result.summary.text("apply", "", {}).find("FLT017") != std::string::npos);
  CHECK(text_of(folder / "web01/applicationHost.config") == before);
}

#ifndef _WIN32

TEST_CASE("a server's output folder that is a link is not followed") {
  const TempFolder folder, out, elsewhere;
  add_server(folder, "web01", "");
  std::filesystem::create_symlink(elsewhere.path(), out / "web01");
  CHECK(run_over(folder.path(), apply_into(out.path())).summary.failed() == 1);
  CHECK(elsewhere.entries() == 0);
}

#endif

TEST_CASE("two runs never work in one folder") {
  const TempFolder folder, out;
  add_server(folder, "web01", "");
  const RunOptions options = apply_into(out.path());
  bool refused = false;
  std::ostringstream silent;
  Progress progress(silent, ProgressStyle::none);
  bool first = true;
  const ServerSource source = [&](Diagnostics&) -> std::optional<Server> {
    if (std::exchange(first, false))
      refused = run_over(folder.path(), options).summary.has_failures();
    return std::nullopt;
  };
  run_fleet(options, source, built_in_mapping(), nullptr, progress);
  CHECK(refused);
}

TEST_CASE("a run knows early how many servers there are, and counts its own alone") {
  const TempFolder folder;
  std::string applications;  // enough that a server takes its time
  for (int i = 0; i < 20000; ++i)
    applications += "<application fullPath=\"" + std::to_string(i) + ".exe\" />\n";
  for (int i = 0; i < 60; ++i)
    add_server(folder, "web" + std::to_string(100 + i), "",
               "<fastCgi>" + applications + "</fastCgi>");
  RunOptions options = apply_into({});
  options.folder.clear();
  options.job.out.clear();
  options.job.apply = false;
  options.shard = Shard{1, 2};
  ServerFinder finder(folder.path(), {}), again(folder.path(), {});
  options.counted = [&](Diagnostics& found) { return again.next(found); };
  const ServerSource source = [&](Diagnostics& found) { return finder.next(found); };
  std::ostringstream shown;
  Progress progress(shown, ProgressStyle::bar);
  const auto all =
      run_fleet(options, source, built_in_mapping(), nullptr, progress).summary.servers();
  REQUIRE(all > 15);
  REQUIRE(all < 60);
  bool early = false;  // the number stands there long before the last server is taken
  for (std::uint64_t done = 0; done + 3 < all; ++done)
    early = early || shown.str().find("] " + std::to_string(done) + " of " + std::to_string(all) +
                                      " servers") != std::string::npos;
  CHECK(early);
}

TEST_CASE("progress says how many, how fast, how long and how many failed") {
  CHECK(progress_line({120, 2, 240}, 2.0, true) ==
        "[############            ] 120 of 240 servers, 60 a second, 2 s left, 2 failed");
  CHECK(progress_line({10, 0, std::nullopt}, 0.0, false) == "10 servers");
  CHECK(progress_line({1, 0, 7201}, 1.0, false) == "1 of 7201 servers, 1 a second, 2 h 0 min left");
}
