#include "text/source.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

TEST_CASE("a place counts lines and characters from 1, not bytes") {
  const SourceText text("x", "ab\nÄÖü=1\r\n\nend");
  CHECK(text.place(0) == Place{1, 1});
  CHECK(text.place(2) == Place{1, 3});
  CHECK(text.place(3) == Place{2, 1});
  CHECK(text.place(5) == Place{2, 2});
  CHECK(text.place(9) == Place{2, 4});
  CHECK(text.place(13) == Place{3, 1});
  CHECK(text.place(14) == Place{4, 1});
}

TEST_CASE("a place beyond the end is the end") {
  const SourceText text("x", "ab\ncd");
  CHECK(text.place(5) == Place{2, 3});
  CHECK(text.place(500) == Place{2, 3});
  CHECK(SourceText("x", "").place(0) == Place{1, 1});
}

TEST_CASE("a line comes without its line end, whichever it is") {
  const SourceText text("x", "one\r\ntwo\n\nlast");
  CHECK(text.line(1) == "one");
  CHECK(text.line(2) == "two");
  CHECK(text.line(3).empty());
  CHECK(text.line(4) == "last");
  CHECK(SourceText("x", "one\r\n").line(1) == "one");
  CHECK(SourceText("x", "one\r\n").line(2).empty());
}

TEST_CASE("a line that is not there is empty") {
  const SourceText text("x", "one");
  CHECK(text.line(0).empty());
  CHECK(text.line(-1).empty());
  CHECK(text.line(2).empty());
  CHECK(SourceText().line(1).empty());
}

TEST_CASE("columns of a very long line count characters, wherever its bytes are cut") {
  std::string line;
  while (line.size() < 20000) line += "a\u00e9\u20ac";  // one, two and three bytes
  const SourceText source("f", "first\n" + line + "\nlast " + std::string(9000, 'x'));
  for (const std::size_t characters : {0U, 1U, 4095U, 4096U, 4097U, 5000U, 9999U}) {
    std::size_t offset = 6;
    for (std::size_t i = 0; i < characters; ++i) offset += i % 3 + 1;
    CHECK(source.place(offset) == Place{2, static_cast<int>(characters) + 1});
  }
  const std::size_t last = 6 + line.size() + 1;
  CHECK(source.place(last) == Place{3, 1});
  CHECK(source.place(last + 8300) == Place{3, 8301});
}
