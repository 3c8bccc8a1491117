#include "plan/handler_access.hpp"

#include <doctest/doctest.h>

#include "metabase/metabase.hpp"

using namespace fcgi6to7;

namespace {

constexpr unsigned read_only = 1;
constexpr AccessNeeds nothing{false, false}, scripts{true, false}, programs{false, true};

// The policy below levels with these access policies.
AccessPolicy below(std::initializer_list<std::string_view> policies) {
  AccessPolicy policy;
  for (const std::string_view value : policies) {
    Section section;
    section.element.attributes.push_back({"accessPolicy", value, {}});
    policy.enter(&section);
    policy.enter(nullptr);
  }
  return policy;
}

std::string settled(std::initializer_list<std::string_view> policies, unsigned flags,
                    AccessNeeds needs) {
  return below(policies).settle(flags, needs).value_or("as it is");
}

}  // namespace

TEST_CASE("what IIS 6 ran stays as the config has it") {
  CHECK(settled({"Read, Script"}, access_script, scripts) == "as it is");
  CHECK(settled({"Read, Script"}, access_execute, scripts) == "as it is");
  CHECK(settled({"Read, Script, Execute"}, access_script | access_execute, programs) == "as it is");
  CHECK(settled({"Read"}, access_script, scripts) == "as it is");
  CHECK(settled({}, read_only, scripts) == "as it is");
}

TEST_CASE("where IIS 6 ran nothing, nothing runs") {
  CHECK(settled({"Read, Script"}, read_only, scripts) == "Read");
  CHECK(settled({"Read,Execute,Script"}, read_only, nothing) == "Read");
  CHECK(settled({"script"}, read_only, scripts) == "None");
  CHECK(settled({"Script, Execute"}, read_only, scripts) == "None");
  CHECK(settled({"Read, Script"}, 0, nothing) == "Read");
}

TEST_CASE("programs lose Execute where IIS 6 ran scripts alone") {
  CHECK(settled({"Read, Execute, Script"}, access_script, programs) == "Read, Script");
  CHECK(settled({"Read, Execute, Script"}, access_script, scripts) == "as it is");
  CHECK(settled({"Read, Script"}, access_script, programs) == "as it is");
}

TEST_CASE("a level below gets back what one above lost, and no more than it had") {
  AccessPolicy policy = below({"Read, Script"});
  CHECK(policy.settle(read_only, scripts) == "Read");
  CHECK(policy.settle(read_only, scripts) == std::nullopt);
  CHECK(policy.settle(access_script, scripts) == "Read, Script");
  CHECK(policy.settle(access_script, scripts) == std::nullopt);
  AccessPolicy executing = below({"Read, Execute, Script"});
  CHECK(executing.settle(read_only, programs) == "Read");
  CHECK(executing.settle(access_script, programs) == "Read, Script");
}

TEST_CASE("the nearest level that says something holds") {
  CHECK(settled({"Read, Script", "Read"}, access_script, scripts) == "as it is");
  CHECK(settled({"Read", "Read, Script"}, read_only, scripts) == "Read");
}

TEST_CASE("a flag is missing where the routes need it and IIS 6 allowed it") {
  CHECK(below({"Read"}).missing(access_script, scripts) == "Script");
  CHECK(below({"Read"}).missing(access_execute, scripts) == "Script");
  CHECK(below({}).missing(access_script, scripts) == "Script");
  CHECK(below({"Read"}).missing(read_only, scripts).empty());
  CHECK(below({"Read"}).missing(access_script, nothing).empty());
  CHECK(below({"Read, script"}).missing(access_script, scripts).empty());
  CHECK(below({"Read, Script"}).missing(access_execute, programs) == "Execute");
  CHECK(below({"Read, Script"}).missing(access_script, programs).empty());
  CHECK(below({"Read, Execute"}).missing(access_execute, programs).empty());
  CHECK(below({"Read, Execute"}).missing(access_execute, {true, true}) == "Script");
}
