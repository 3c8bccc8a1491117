#include "plan/environment.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

namespace {

// "A=1|B=2 [PLN020]": the variables, and the codes of the remarks.
std::string seen(std::string_view raw) {
  const EnvironmentList list = read_environment(raw);
  std::string out;
  for (const EnvironmentVariable& variable : list.variables)
    out.append(out.empty() ? "" : "|").append(variable.name).append("=").append(variable.value);
  for (const Remark& remark : list.remarks) out += " [" + remark.code + "]";
  return out;
}

}  // namespace

TEST_CASE("both official samples are read") {
  CHECK(seen("VARIABLE1:10000,VARIABLE2:20000") == "VARIABLE1=10000|VARIABLE2=20000");
  CHECK(seen("VARIABLE1:\"C://PHP\",VARIABLE2=\"1/,2/,3\"") ==
        "VARIABLE1=C:/PHP|VARIABLE2=1,2,3 [PLN021] [PLN020]");
}

TEST_CASE("a variable ends its name at the first colon") {
  CHECK(seen("PHPRC:C:\\Inetpub\\website1.com") == "PHPRC=C:\\Inetpub\\website1.com");
  CHECK(seen("URL:http:////a:80") == "URL=http://a:80 [PLN021]");
}

TEST_CASE("a slash escapes a comma and a slash, also in quotes, and is kept before other letters") {
  CHECK(seen("A:1/,2,B:x") == "A=1,2|B=x");
  CHECK(seen("A:\"1/,2,3\",B:x") == "A=1,2,3|B=x");
  CHECK(seen("A:a//b") == "A=a/b");
  CHECK(seen("PATH:C:/x/y") == "PATH=C:/x/y [PLN021]");
  CHECK(seen("A:x/") == "A=x/ [PLN021]");
}

TEST_CASE("quotes hold blanks and commas, and are not part of the value") {
  CHECK(seen("A:\"x y\" , B : z ") == "A=x y|B=z");
  CHECK(seen("A:\"\"") == "A=");
  CHECK(seen("A:\"open") == "A=open [PLN022]");
  CHECK(seen("A:\"x\"y") == "A=xy [PLN022]");
}

TEST_CASE("one pair of quotes around the whole list is dropped") {
  CHECK(seen("\"A:1,B:2\"") == "A=1|B=2");
  CHECK(seen("\"A:\"") == "A=");
  CHECK(seen("\"\"").empty());
  CHECK(seen("\"A:1\",\"B:2\"").find("[PLN") != std::string::npos);
}

TEST_CASE("names are unique without case, the last value holds") {
  CHECK(seen("A:1,a:2") == "A=2 [PLN023]");
}

TEST_CASE("what has no value is left out with a warning, the rest is read") {
  CHECK(seen("A,B:2") == "B=2 [PLN022]");
  CHECK(seen(":1,B:2") == "B=2 [PLN022]");
  CHECK(seen("A") == " [PLN022]");
  CHECK(seen("A:") == "A=");
  CHECK(seen("").empty());
  CHECK(seen(",, ,").empty());
}

TEST_CASE("remarks never tell a value") {
  for (const char* raw : {"KEY=\"secret\"x", "KEY:\"secret", "KEY:secret,key:/secret/x"})
    for (const Remark& remark : read_environment(raw).remarks)
      CHECK((remark.phrase + remark.hint).find("secret") == std::string::npos);
}

TEST_CASE("a PATH of 5,000 characters and 20,000 variables come whole") {
  const std::string path(5000, 'p');
  CHECK(seen("PATH:" + path) == "PATH=" + path);
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "V" + std::to_string(i) + ":1,";
  CHECK(read_environment(many).variables.size() == 20'000);
}
