// Findings as text: what is folded, and where lines end on a terminal.
#include <doctest/doctest.h>

#include "report/ink.hpp"
#include "report/report.hpp"

using namespace fcgi6to7;

namespace {

const SourceText source("a.ini", "one\ntwo\nthree\nfour\nfive\nsix\n日本=x\n");

Diagnostics findings(int count, Severity severity = Severity::warning) {
  Diagnostics all;
  std::size_t at = 0;
  for (int i = 0; i < count; ++i) {
    all.add(severity, "PLN004", source, {at, at + 1}, "not known", "Remove it");
    at = source.text().find('\n', at) + 1;
  }
  return all;
}

std::size_t times(const std::string& text, std::string_view word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("of more than four alike three are shown, and the places of the others") {
  CHECK(times(text_findings(findings(4), {}), "not known") == 4);
  const std::string six = text_findings(findings(6), {});
  CHECK(times(six, "not known") == 3);
  CHECK(six.ends_with("… and 3 more of PLN004 at a.ini:4, 5, 6; --verbose shows them\n"));
}

TEST_CASE("errors are never folded, and verbose folds nothing") {
  CHECK(times(text_findings(findings(6, Severity::error), {}), "not known") == 6);
  TextStyle verbose;
  verbose.detail = Detail::verbose;
  const std::string all =
      text_findings(findings(6), verbose, [](const Diagnostic&) { return "  why\n"; });
  CHECK(times(all, "not known") == 6);
  CHECK(times(all, "  why\n") == 6);
}

TEST_CASE("quiet shows errors alone") {
  TextStyle quiet;
  quiet.detail = Detail::quiet;
  Diagnostics both = findings(6);
  both.append(findings(1, Severity::error));
  const std::string text = text_findings(both, quiet);
  CHECK(times(text, "not known") == 1);
  CHECK(text.find("more of") == std::string::npos);
}

TEST_CASE("a caret stands under its letter, whatever stands before, and a long span gets forty") {
  Diagnostics wide;
  wide.add(Severity::error, "X", source, {source.text().find("=x"), source.text().find("=x") + 1}, "p");
  CHECK(text_findings(wide, {}).find("  7 | 日本=x\n    |     ^\n") != std::string::npos);
  const SourceText longer("b", std::string(150, 'x'));
  Diagnostics one;
  one.add(Severity::error, "X", longer, {0, 150}, "p");
  CHECK(times(text_findings(one, {}), "^") == 40);
}

TEST_CASE("a line goes on in the next at a blank, further in, and colours take no room") {
  CHECK(folded("  aaaa bbbb cccc dddd eeee ffff\nshort\n", 20) ==
        "  aaaa bbbb cccc\n      dddd eeee ffff\nshort\n");
  CHECK(folded("\x1b[31maaaa bbbb\x1b[0m cccc ddd", 20) == "\x1b[31maaaa bbbb\x1b[0m cccc ddd");
  CHECK(folded("日本日本日本 日本日本日本", 20) == "日本日本日本\n    日本日本日本");
  CHECK(folded(std::string(50, 'x'), 20) == std::string(50, 'x'));
  CHECK(folded("a b c", 0) == "a b c");
}
