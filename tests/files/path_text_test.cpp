#include "files/path_text.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

TEST_CASE("the prefix of long paths is taken off disks and shares, and from nothing else") {
  CHECK(without_long_prefix(R"(\\?\C:\php\php.ini)") == R"(C:\php\php.ini)");
  CHECK(without_long_prefix(R"(\\?\UNC\server\share\a)") == R"(\\server\share\a)");
  for (const char* other :
       {R"(\\?\Volume{1}\a)", R"(\\server\share)", R"(C:\a)", R"(C:a)", "", R"(\\?\)"})
    CHECK(without_long_prefix(other) == other);
}
