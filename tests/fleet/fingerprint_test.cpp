#include "fleet/fingerprint.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

TEST_CASE("the fingerprint is MurmurHash3, so shards are the same on every machine") {
  CHECK(fingerprint("").text() == "00000000000000000000000000000000");
  CHECK(fingerprint("hello").text() == "cbd8a7b341bd9b025b1e906a48ae1d19");
  CHECK(fingerprint("hello, world").text() == "342fac623a5ebc8e4cdcbc079642414d");
  CHECK(fingerprint("The quick brown fox jumps over the lazy dog.").text() ==
        "cd99481f9ee902c9695da1a38987b6e7");
}

TEST_CASE("where one text ends counts in the fingerprint of several") {
  Fingerprinter a, b;
  a.add("ab");
  a.add("c");
  b.add("a");
  b.add("bc");
  CHECK(a.result() != b.result());
}
