#include "check/programs.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

TEST_CASE("a size of php.ini has K, M and G of 1024, and what is no size is none") {
  const EngineSettings settings{"php.ini",
                                {{"a", "8"},
                                 {"b", "2K"},
                                 {"c", "64m"},
                                 {"d", "3G"},
                                 {"e", "64MB"},
                                 {"f", ""},
                                 {"g", "-1"},
                                 {"h", "18446744073709551615G"}}};
  CHECK(settings.size("a") == 8);
  CHECK(settings.size("B") == 2048);
  CHECK(settings.size("c") == 64 * 1048576);
  CHECK(settings.size("d") == 3ULL * 1073741824);
  CHECK_FALSE(settings.size("e"));
  CHECK_FALSE(settings.size("f"));
  CHECK_FALSE(settings.size("g"));
  CHECK_FALSE(settings.size("h"));
  CHECK_FALSE(settings.size("absent"));
}

TEST_CASE("a switch of php.ini is on as 1, on, yes and true") {
  const EngineSettings settings{
      "php.ini", {{"a", "On"}, {"b", "1"}, {"c", "yes"}, {"d", "TRUE"}, {"e", "0"}, {"f", "off"}}};
  for (const char* name : {"a", "b", "c", "d"}) CHECK(settings.is_on(name));
  for (const char* name : {"e", "f", "absent"}) CHECK_FALSE(settings.is_on(name));
}

TEST_CASE("the folder of a path ends before its last slash of either kind") {
  CHECK(folder_of("C:\\PHP\\php-cgi.exe") == "C:\\PHP");
  CHECK(folder_of("C:/PHP/php-cgi.exe") == "C:/PHP");
  CHECK(folder_of("php-cgi.exe").empty());
}
