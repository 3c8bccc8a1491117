#include "text/edit.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

TEST_CASE("what lies between edits is copied as it is") {
  std::vector<Edit> edits = {{{6, 7}, "X"}, {{0, 0}, "<"}, {{3, 5}, ""}};
  sort_edits(edits);
  CHECK(apply_edits("abc  d?\r\n", edits) == "<abcdX\r\n");
}

TEST_CASE("edits at one place keep the order in which they were made") {
  std::vector<Edit> edits = {{{1, 1}, "1"}, {{1, 1}, "2"}, {{1, 2}, "3"}};
  sort_edits(edits);
  CHECK(apply_edits("abc", edits) == "a123c");
}

TEST_CASE("no edits leave the text alone, at its ends too") {
  CHECK(apply_edits("abc", {}) == "abc");
  CHECK(apply_edits("", {}).empty());
  CHECK(apply_edits("", {{{0, 0}, "x"}}) == "x");
  CHECK(apply_edits("abc", {{{3, 3}, "!"}}) == "abc!");
  CHECK(apply_edits("abc", {{{0, 3}, ""}}).empty());
}
