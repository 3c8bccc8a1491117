#include "ini/lines.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace fcgi6to7;

namespace {

// What each line is, in one text: "section|Types" or "entry|key|value" or "other|text".
std::string seen(std::string_view text) {
  std::string out;
  const auto slice = [&](Span span) { return std::string(text.substr(span.begin, span.size())); };
  for (const IniLine& line : read_ini_lines(text)) {
    if (!out.empty()) out += '\n';
    if (line.kind == IniLineKind::section) out += "section|" + slice(line.name);
    if (line.kind == IniLineKind::entry)
      out += "entry|" + slice(line.name) + "|" + slice(line.value);
    if (line.kind == IniLineKind::other) out += "other|" + slice(line.whole);
  }
  return out;
}

}  // namespace

TEST_CASE("a key ends at the first equals sign, whatever colons it holds") {
  CHECK(seen("php:1701187997=PHP App") == "entry|php:1701187997|PHP App");
  CHECK(seen("*:/lm/w3svc/1/root/my app=X") == "entry|*:/lm/w3svc/1/root/my app|X");
  CHECK(seen("EnvironmentVars=A:B=C,D:E") == "entry|EnvironmentVars|A:B=C,D:E");
  CHECK(seen("=value") == "entry||value");
  CHECK(seen("key:value") == "other|key:value");
}

TEST_CASE("a semicolon is a comment at the start of a line only, a hash never") {
  CHECK(seen("; a=1\n  ; b=2\n[A]\nx=1 ; y").find("entry|x|1 ; y") != std::string::npos);
  CHECK(seen("; a=1\n \t; b=2\n;[C]").empty());
  CHECK(seen("# x=1") == "entry|# x|1");
  CHECK(seen("#comment") == "other|#comment");
  CHECK(seen("a;b=1") == "entry|a;b|1");
}

TEST_CASE("blanks around keys, values and headers are not part of them") {
  CHECK(seen("  [ PHP ]  \n\t key \t=  value with blanks \t\r\n") ==
        "section|PHP\nentry|key|value with blanks");
  const auto lines = read_ini_lines(" [A]\n[B] \n[C]text\n[D]\n a=1\n");
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].indented);
  CHECK_FALSE(lines[0].trailing);
  CHECK(lines[1].trailing);
  CHECK(lines[2].trailing);
  CHECK_FALSE(lines[3].trailing);
  CHECK_FALSE(lines[3].indented);
  CHECK(lines[4].indented);
}

TEST_CASE("a header with a carriage return behind it is clean") {
  const auto lines = read_ini_lines("[A]\r\n");
  REQUIRE(lines.size() == 1);
  CHECK_FALSE(lines[0].trailing);
}

TEST_CASE("lines, keys and section names of any length are one line each") {
  const std::string path = "PATH:" + std::string(5000, 'x') + " MaxInstances=7";
  const std::string section(300, 's'), key(500, 'k');
  CHECK(seen("[" + section + "]\nEnvironmentVars=" + path + "\n" + key + "=" + key) ==
        "section|" + section + "\nentry|EnvironmentVars|" + path + "\nentry|" + key + "|" + key);
  const std::string evil = "Arguments=" + std::string(190, 'a') + " [evil]" + std::string(300, 'b');
  CHECK(read_ini_lines("[A]\n" + evil).size() == 2);
}

TEST_CASE("an indented line after a setting is a line of its own, no continuation") {
  CHECK(seen("[A]\nx=1\n  y=2\n  z\n") == "section|A\nentry|x|1\nentry|y|2\nother|z");
}

TEST_CASE("brackets that are not a header are reported as they stand") {
  CHECK(seen("[open\n[]\n]x=1\n[a=b\n[a]=1") ==
        "other|[open\nsection|\nentry|]x|1\nother|[a=b\nsection|a");
}

TEST_CASE("line ends may be LF or CRLF and the last one may be missing") {
  CHECK(seen("[A]\r\nx=1\r\n\r\ny=2") == "section|A\nentry|x|1\nentry|y|2");
  CHECK(seen("[A]\nx=1\n\ny=2\n") == "section|A\nentry|x|1\nentry|y|2");
  CHECK(seen("").empty());
  CHECK(seen("\n\r\n  \n").empty());
}

TEST_CASE("spans point at the bytes of the text, after a mark and in other scripts too") {
  const std::string text = "\xEF\xBB\xBF[Büro]\nPfad = C:\\日本\n";
  CHECK(seen(text).ends_with("entry|Pfad|C:\\日本"));
  const auto lines = read_ini_lines("[A]\n key = v ");
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].whole == Span{5, 12});
  CHECK(lines[1].name == Span{5, 8});
  CHECK(lines[1].value == Span{11, 12});
}

TEST_CASE("an empty value stands where the value would be") {
  const std::string text = "[A]\nArguments=\n";
  const auto lines = read_ini_lines(text);
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].value.empty());
  CHECK(lines[1].value.begin == text.size() - 1);
}
