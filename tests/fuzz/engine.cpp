// libFuzzer's door: one input is one run of one doctest case; a failed check is a crash to it.
#define DOCTEST_CONFIG_IMPLEMENT
#define DOCTEST_CONFIG_NO_POSIX_SIGNALS
#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>

#include "fuzz/targets.hpp"

namespace {

std::string_view input;

bool passes(bool quiet) {
  doctest::Context context;
  context.setOption("test-case", "the input");
  context.setOption("quiet", quiet);
  return context.run() == 0;
}

}  // namespace

TEST_CASE("the input") {
  fcgi6to7::test::FUZZ_TARGET(input);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input = {reinterpret_cast<const char*>(data), size};
  if (passes(true)) return 0;
  passes(false);
  std::abort();
}
