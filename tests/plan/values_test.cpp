#include "plan/values.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

namespace {

// Codes of the remarks, joined.
std::string codes(const Converted& converted) {
  std::string all;
  for (const Remark& remark : converted.remarks) all += (all.empty() ? "" : " ") + remark.code;
  return all;
}

bool fails(const Converted& converted) {
  return !converted.value && codes(converted).find("PLN008") != std::string::npos;
}

const std::vector<std::string> modes = {"ReturnStdErrIn500", "ReturnGeneric500"};

}  // namespace

TEST_CASE("a number is digits, without leading zeros afterwards") {
  CHECK(read_number("300").value == "300");
  CHECK(read_number("0").value == "0");
  CHECK(read_number("007").value == "7");
  CHECK(read_number("4294967295").value == "4294967295");
  CHECK(read_number("300").remarks.empty());
  for (const char* wrong : {"abc", "-1", "+1", "1.5", "0x10", "1 0", "4294967296",
                            "99999999999999999999999999", "\"5\"", "1,000"})
    CHECK(fails(read_number(wrong)));
}

TEST_CASE("a number without digits leaves the default, with a warning") {
  CHECK_FALSE(read_number("").value);
  CHECK(codes(read_number("")) == "PLN009");
  CHECK(codes(read_number("; note")) == "PLN015 PLN009");
}

TEST_CASE("text after a semicolon is stripped where a value cannot hold it") {
  CHECK(read_number("30 ; seconds").value == "30");
  CHECK(codes(read_number("30 ; seconds")) == "PLN015");
  CHECK(read_switch("1;on").value == "true");
  CHECK(read_choice("returngeneric500 ; x", modes).value == "ReturnGeneric500");
}

TEST_CASE("a switch is 0 or 1, and words are read with a note") {
  CHECK(read_switch("0").value == "false");
  CHECK(read_switch("1").value == "true");
  CHECK(read_switch("1").remarks.empty());
  for (const char* on : {"true", "YES", "On"}) {
    CHECK(read_switch(on).value == "true");
    CHECK(codes(read_switch(on)) == "PLN016");
  }
  for (const char* off : {"False", "no", "OFF"}) CHECK(read_switch(off).value == "false");
  for (const char* wrong : {"", "2", "-1", "00", "truth", "10"}) CHECK(fails(read_switch(wrong)));
}

TEST_CASE("a choice gets the schema's spelling") {
  CHECK(read_choice("ReturnStderrIn500", modes).value == "ReturnStdErrIn500");
  CHECK(read_choice("RETURNGENERIC500", modes).value == "ReturnGeneric500");
  for (const char* wrong : {"", "Return", "ReturnGeneric500x", "1"})
    CHECK(fails(read_choice(wrong, modes)));
}

TEST_CASE("one pair of quotes around a whole value is dropped, others stay") {
  CHECK(read_text("\"d:\\a b\\x.pl -e\"").value == "d:\\a b\\x.pl -e");
  CHECK(codes(read_text("\"d:\\a b\"")) == "PLN011");
  CHECK(read_text("\"a\" \"b\"").value == "\"a\" \"b\"");
  CHECK(codes(read_text("\"a\" \"b\"")) == "PLN012");
  CHECK(read_text("\"open").value == "\"open");
  CHECK(read_text("-d \"x\"").value == "-d \"x\"");
  CHECK(read_text("\"").value == "\"");
  CHECK(read_text("\"\"").value == "");
  CHECK(read_text("").value == "");
}

TEST_CASE("text keeps what follows a semicolon, with a warning where it looks like a comment") {
  CHECK(read_text("a ; b").value == "a ; b");
  CHECK(codes(read_text("a ; b")) == "PLN014");
  CHECK(codes(read_text("a;b")).empty());
}

TEST_CASE("slashes of a program's path become backslashes") {
  CHECK(read_path("C:/PHP/php-cgi.exe").value == "C:\\PHP\\php-cgi.exe");
  CHECK(codes(read_path("\"C:/PHP/php-cgi.exe\"")) == "PLN011 PLN013");
  CHECK(codes(read_path("C:\\PHP\\php-cgi.exe")).empty());
}

TEST_CASE("a file to watch becomes absolute beside the program") {
  const char* program = "C:\\PHP\\php-cgi.exe";
  CHECK(read_file("php.ini", program).value == "C:\\PHP\\php.ini");
  CHECK(codes(read_file("php.ini", program)) == "PLN018");
  CHECK(read_file("conf/php.ini", program).value == "C:\\PHP\\conf\\php.ini");
  for (const char* whole : {"D:\\php.ini", "\\\\server\\php.ini", "%windir%\\php.ini"})
    CHECK(read_file(whole, program).value == whole);
  CHECK(codes(read_file("%windir%\\php.ini", program)) == "PLN017");
  CHECK(read_file("", program).value == "");
  CHECK(fails(read_file("php.ini", "php-cgi.exe")));
  CHECK(fails(read_file("php.ini", "")));
}

TEST_CASE("a variable is a name between percent signs") {
  CHECK(has_variable("%windir%"));
  CHECK(has_variable("100% of %ProgramFiles(x86)%\\x"));
  CHECK_FALSE(has_variable("100%"));
  CHECK_FALSE(has_variable("50% or 60% of it"));
  CHECK_FALSE(has_variable("%%"));
  CHECK_FALSE(has_variable(""));
}

TEST_CASE("paths are absolute by drive, share or variable") {
  for (const char* yes : {"C:\\x", "c:", "\\\\s\\x", "\\x", "%windir%\\x"}) CHECK(is_absolute(yes));
  for (const char* no : {"x", "php\\x", "", ".\\x", "..\\x"}) CHECK_FALSE(is_absolute(no));
}
