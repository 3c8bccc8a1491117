#include "text/diagnostic.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "text/letters.hpp"

using namespace fcgi6to7;

namespace {

Diagnostic about(const std::string& text, Span where) {
  const SourceText source("x.ini", text);
  Diagnostics diagnostics;
  diagnostics.add(Severity::warning, "TST001", source, where, "phrase", "Hint");
  return diagnostics.all().front();
}

// The characters that the caret underlines.
std::string underlined(const Diagnostic& finding) {
  std::string out;
  int column = 0;
  for (const char c : finding.excerpt) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++column;
    if (column >= finding.caret && column < finding.caret + finding.caret_width) out += c;
  }
  return out;
}

}  // namespace

TEST_CASE("a finding shows the line it is about and underlines the place") {
  const Diagnostic finding = about("[PHP]\r\nMaxInstances=abc\r\nx=1\r\n", {20, 23});
  CHECK(finding.place == Place{2, 14});
  CHECK(finding.excerpt == "MaxInstances=abc");
  CHECK(finding.caret == 14);
  CHECK(finding.caret_width == 3);
  CHECK(underlined(finding) == "abc");
}

TEST_CASE("columns of a caret count characters of several bytes once") {
  const std::string text = "Pfad=C:\\Büro\\日本\\x";
  const std::size_t at = text.find("日");
  const Diagnostic finding = about(text, {at, at + 6});
  CHECK(finding.caret == 14);
  CHECK(finding.caret_width == 2);
  CHECK(underlined(finding) == "日本");
}

TEST_CASE("a place in a very long line is shown with its neighbourhood, the caret under it") {
  const std::string text =
      "[PHP]\nEnvironmentVars=PATH:" + std::string(5000, 'a') + "HERE" + std::string(5000, 'b');
  const std::size_t at = text.find("HERE");
  const Diagnostic finding = about(text, {at, at + 4});
  CHECK(count_characters(finding.excerpt) < 200);
  CHECK(finding.excerpt.starts_with("…"));
  CHECK(finding.excerpt.ends_with("…"));
  CHECK(underlined(finding) == "HERE");
  CHECK(finding.place == Place{2, 5022});
}

TEST_CASE("a long line is never cut inside a character") {
  for (std::size_t shift = 0; shift < 6; ++shift) {
    std::string text(shift, 'x');
    for (int i = 0; i < 200; ++i) text += "日本";
    const std::size_t at = shift + 600;
    const Diagnostic finding = about(text, {at, at + 6});
    CAPTURE(finding.excerpt);
    CHECK(underlined(finding) == "日本");
    std::string rest = finding.excerpt;
    for (const std::string& whole : {std::string("日"), std::string("本"), std::string("…")})
      for (std::size_t found = rest.find(whole); found != std::string::npos;
           found = rest.find(whole))
        rest.erase(found, whole.size());
    CHECK(rest.find_first_not_of('x') == std::string::npos);
  }
}

TEST_CASE("a caret under a span that goes on beyond its line stays in the line") {
  const Diagnostic finding = about("abc\ndef\n", {1, 7});
  CHECK(finding.caret == 2);
  CHECK(finding.caret_width == 2);
}

TEST_CASE("a place at the end of the text or of a CRLF line has a caret behind the line") {
  CHECK(about("abc", {3, 3}).caret == 4);
  CHECK(about("abc", {3, 3}).caret_width == 1);
  CHECK(about("abc\r\nd", {3, 3}).caret == 4);
  CHECK(about("", {0, 0}).caret == 1);
}

TEST_CASE("strict makes errors of warnings and leaves notes and advice alone") {
  Diagnostics diagnostics;
  diagnostics.add(Severity::note, "TST001", "f", "note");
  diagnostics.add(Severity::warning, "TST002", "f", "warning");
  CHECK_FALSE(diagnostics.has_errors());
  diagnostics.add(Severity::warning, "TST003", "f", "advice");
  diagnostics.make_strict([](std::string_view code) { return code == "TST003"; });
  CHECK(diagnostics.count(Severity::note) == 1);
  CHECK(diagnostics.count(Severity::warning) == 1);
  CHECK(diagnostics.count(Severity::error) == 1);
  CHECK(diagnostics.all()[1].code == "TST002");
}

TEST_CASE("findings keep their order when others are appended") {
  Diagnostics first, second;
  first.add(Severity::note, "TST001", "f", "a");
  second.add(Severity::error, "TST002", "f", "b");
  first.append(second);
  REQUIRE(first.all().size() == 2);
  CHECK(first.all()[0].phrase == "a");
  CHECK(first.all()[1].phrase == "b");
}

TEST_CASE("many findings about one very long line stay cheap") {
  const SourceText source("x.ini", std::string(4'000'000, 'a'));
  Diagnostics diagnostics;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 20'000; ++i)
    diagnostics.add(Severity::note, "TST001", source, {10, 4'000'000}, "phrase");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
}
