// Law 8: the same request reaches the same pool, or none, on IIS 6 and on the patched IIS 7.
#include <doctest/doctest.h>

#include <algorithm>

#include "laws/routing/models.hpp"
#include "support/migration.hpp"

namespace fcgi6to7::test {
namespace {

bool has_finding(const Outcome& outcome, std::string_view code) {
  const auto& all = outcome.diagnostics.all();
  return std::any_of(all.begin(), all.end(),
                     [&](const Diagnostic& finding) { return finding.code == code; });
}

Outcome migrate_world(const World& world, Handlers handlers) {
  Inputs inputs = inputs_of(world.ini(), world.config());
  inputs.metabase = NamedBytes{"MetaBase.xml", world.metabase()};
  Options options = options_for("8.5", "1.5");
  options.handlers = handlers;
  return migrate(inputs, built_in_mapping(), options);
}

// The first request that goes elsewhere, in words; empty: none does.
std::string first_difference(const World& world, const std::string& patched, Handlers handlers) {
  const Iis7 iis7(patched);
  for (const WorldSite& site : world.sites)
    for (const std::string& folder : world_folders)
      for (const char* extension : {"php", "pl", "x", ""})
        for (const char* verb : {"GET", "POST", "PUT"})
          for (const bool exists : {true, false}) {
            const Request request{&site, folder, extension, verb, exists};
            const int before = handlers == Handlers::types ? iis6_pool_by_types(world, request)
                                                           : iis6_pool(world, request);
            const int after = iis7.pool(request);
            if (before != after)
              return std::string(verb) + " " + site.name + folder + "/file." + extension +
                     (exists ? "" : " (missing)") + ": pool " + std::to_string(before) +
                     " on IIS 6, " + std::to_string(after) + " on IIS 7";
          }
  return {};
}

// Makes a failing world smaller while it fails.
template <typename Fails>
World shrink(World world, Fails fails) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    const auto attempt = [&](World candidate) {
      if (smaller || !fails(candidate)) return;
      world = std::move(candidate);
      smaller = true;
    };
    for (std::size_t i = 0; i < world.bindings.size() && !smaller; ++i) {
      World candidate = world;
      candidate.bindings.erase(candidate.bindings.begin() + static_cast<std::ptrdiff_t>(i));
      attempt(std::move(candidate));
    }
    for (std::size_t i = 0; i < world.sites.size() && world.sites.size() > 1 && !smaller; ++i) {
      World candidate = world;
      candidate.sites.erase(candidate.sites.begin() + static_cast<std::ptrdiff_t>(i));
      attempt(std::move(candidate));
    }
    for (std::size_t i = 0; i < world.sites.size() && !smaller; ++i)
      for (const std::string& folder : world_folders) {
        World candidate = world;
        if (smaller || folder.empty() || candidate.sites[i].nodes.erase(folder) == 0) continue;
        attempt(std::move(candidate));
      }
  }
  return world;
}

// How many of them have an accessPolicy that is too narrow.
int check_worlds(unsigned seed, int count, Handlers handlers) {
  int too_narrow = 0;
  std::mt19937 random(seed);
  const auto fails = [&](const World& world) {
    const Outcome outcome = migrate_world(world, handlers);
    if (!outcome.patched) return true;
    // An accessPolicy that is too narrow is never widened: PLN113 says so, and the mapping is
    // inert.
    return !has_finding(outcome, "PLN113") &&
           !first_difference(world, *outcome.patched, handlers).empty();
  };
  for (int i = 0; i < count; ++i) {
    const World world = random_world(random);
    const Outcome outcome = migrate_world(world, handlers);
    too_narrow += has_finding(outcome, "PLN113") ? 1 : 0;
    if (!fails(world)) continue;
    const World small = shrink(world, fails);
    const Outcome bad = migrate_world(small, handlers);
    FAIL("world ", i, " of seed ", seed, ": ",
         bad.patched ? first_difference(small, *bad.patched, handlers) : "refused", "\n",
         small.ini(), "\n", small.metabase(), "\n", small.config(), "\n", bad.patched.value_or(""));
  }
  return too_narrow;
}

}  // namespace

TEST_CASE("with a metabase, requests reach the pool that they reached on IIS 6") {
  CHECK(check_worlds(8, 9000, Handlers::metabase) < 9000 / 10);
}

TEST_CASE("with [Types] alone, requests reach the pool that [Types] names") {
  CHECK(check_worlds(6, 4000, Handlers::types) < 4000 / 2);
}

TEST_CASE("the two judges tell a misrouted request") {
  // The law would notice a plan that routes nothing at all.
  std::mt19937 random(1);
  int noticed = 0;
  for (int i = 0; i < 200; ++i) {
    const World world = random_world(random);
    noticed += first_difference(world, world.config(), Handlers::metabase).empty() ? 0 : 1;
  }
  CHECK(noticed > 100);
}

}  // namespace fcgi6to7::test
