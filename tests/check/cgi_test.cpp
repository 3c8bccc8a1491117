#include "check/cgi.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

TEST_CASE("a CGI program is an extension and a command line, which may hold equal signs") {
  const auto program = CgiProgram::read(".pl = C:\\Perl\\perl.exe -Mx=y \"%s\" %s");
  REQUIRE(program);
  CHECK(program->extension == "pl");
  CHECK(program->program == "C:\\Perl\\perl.exe -Mx=y \"%s\" %s");
}

TEST_CASE("what cannot be an extension, or has no program, is no CGI program") {
  for (const char* text :
       {"", "pl", "pl=", "=C:\\x.exe", "*=C:\\x.exe", "a/b=x", "tar.gz=x", "p l=x", "pl=x\x01"}) {
    CAPTURE(text);
    CHECK_FALSE(CgiProgram::read(text));
  }
}
