// Every input that the fuzzers found worth keeping goes through its target again, in every test
// run.
#include <doctest/doctest.h>

#include <filesystem>

#include "fuzz/migrate_input.hpp"
#include "fuzz/targets.hpp"
#include "support/shared_files.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

TEST_CASE("what the fuzzers found is replayed") {
  for (const FuzzTarget& target : fuzz_targets) {
    const auto folder =
        std::filesystem::path(FCGI6TO7_SOURCE_DIR) / "testdata/corpus" / target.name;
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      INFO(entry.path().string());
      target.run(text_of(entry.path()));
      ++files;
    }
    INFO("folder ", folder.string());
    CHECK(files > 0);
  }
}

TEST_CASE("a migration is the same after it was joined and split") {
  MigrateInput input;
  input.parts = {"00", "[Types]\n", "<configuration/>", "", "x"};
  const MigrateInput again = MigrateInput::split(input.join());
  CHECK(again.parts == input.parts);
  CHECK(again.inputs().ini32->bytes == "x");
  CHECK_FALSE(again.inputs().metabase);
  CHECK(MigrateInput::split("").join().empty());
}
