#include "text/unified_diff.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <random>

#include "support/temp_folder.hpp"

using namespace fcgi6to7;
using fcgi6to7::test::TempFolder;
using fcgi6to7::test::text_of;

namespace {

#ifndef _WIN32

bool has_patch() {
  static const bool found = std::system("patch --version >/dev/null 2>&1") == 0;
  return found;
}

// What GNU patch makes of the text with the diff; the name in the diff finds the file.
std::string patched_by_patch(const std::string& name, const std::string& text,
                             const std::string& diff) {
  const TempFolder folder;
  folder.write(name, text);
  folder.write("the.diff", diff);
  if (diff.empty()) return text;
  const std::string command = "cd '" + folder.path().string() +
                              "' && patch --binary -s -p1 --fuzz=0 < the.diff >/dev/null 2>&1";
  if (std::system(command.c_str()) != 0) return "patch refused:\n" + diff;
  return text_of(folder / name);
}

void check_patch(const std::string& text, std::vector<Edit> edits,
                 const std::string& name = "a.config") {
  sort_edits(edits);
  const std::string diff = unified_diff(name, text, edits);
  CAPTURE(text);
  CAPTURE(diff);
  CHECK(patched_by_patch(name, text, diff) == apply_edits(text, edits));
}

#endif

}  // namespace

TEST_CASE("a change shows three lines of context and the lines that change") {
  const std::string text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  CHECK(unified_diff("x.config", text, {{{8, 9}, "five"}}) ==
        "--- a/x.config\n+++ b/x.config\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("lines that are put in are additions alone, and lines taken out removals alone") {
  CHECK(unified_diff("x", "a\nb\n", {{{2, 2}, "new\n"}}) ==
        "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n+new\n b\n");
  CHECK(unified_diff("x", "a\nb\n", {{{1, 1}, "\nnew"}}) ==
        "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n+new\n b\n");
  CHECK(unified_diff("x", "a\nb\nc\n", {{{2, 4}, ""}}) ==
        "--- a/x\n+++ b/x\n@@ -1,3 +1,2 @@\n a\n-b\n c\n");
}

TEST_CASE("an edit that changes nothing is no diff") {
  CHECK(unified_diff("x", "a\nb\n", {}).empty());
  CHECK(unified_diff("x", "a\nb\n", {{{2, 3}, "b"}}).empty());
  CHECK(unified_diff("x", "a\nb", {{{0, 3}, "a\nb"}}).empty());
}

TEST_CASE("changes far apart are hunks of their own, near ones share a hunk") {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "x\n";
  const auto hunks = [&](std::size_t second) {
    const std::string diff =
        unified_diff("x", text, {{{0, 1}, "A"}, {{second * 2, second * 2 + 1}, "B"}});
    std::size_t count = 0;
    for (std::size_t at = diff.find("\n@@ "); at != diff.npos; at = diff.find("\n@@ ", at + 1))
      ++count;
    return count;
  };
  CHECK(hunks(1) == 1);
  CHECK(hunks(7) == 1);
  CHECK(hunks(8) == 2);
}

TEST_CASE("a missing final newline is said, before and after") {
  CHECK(unified_diff("x", "a", {{{0, 1}, "b"}}) ==
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
        "\\ No newline at end of file\n");
  CHECK(unified_diff("x", "a", {{{1, 1}, "\n"}}) ==
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST_CASE("a range of no lines names the line before it") {
  CHECK(unified_diff("x", "a\nb\n", {{{0, 4}, ""}}) ==
        "--- a/x\n+++ b/x\n@@ -1,2 +0,0 @@\n-a\n-b\n");
  CHECK(unified_diff("x", "", {{{0, 0}, "a\n"}}) == "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
}

TEST_CASE("a file name with a blank ends with a tab, one with a quote is quoted") {
  CHECK(unified_diff("a b", "x", {{{0, 1}, "y"}}).starts_with("--- a/a b\t\n+++ b/a b\t\n"));
  CHECK(unified_diff("a\"b", "x", {{{0, 1}, "y"}}).starts_with("--- \"a/a\\\"b\"\n"));
  CHECK(unified_diff("a\nb", "x", {{{0, 1}, "y"}}).starts_with("--- \"a/a\\012b\"\n"));
}

#ifndef _WIN32

TEST_CASE("patch gives the edited text for changes at every kind of place") {
  if (!has_patch()) {
    MESSAGE("skipped: no patch program");
    return;
  }
  const std::string crlf = "one\r\ntwo\r\nthree\r\nfour\r\nfive\r\n";
  check_patch(crlf, {{{0, 0}, "zero\r\n"}});
  check_patch(crlf, {{{crlf.size(), crlf.size()}, "six\r\n"}});
  check_patch(crlf, {{{crlf.size(), crlf.size()}, "six"}});
  check_patch(crlf, {{{5, 10}, ""}, {{10, 10}, "new\r\n"}});
  check_patch(crlf, {{{3, 5}, "\n"}});
  check_patch(crlf, {{{0, crlf.size()}, ""}});
  check_patch(crlf, {{{5, 8}, "2"}, {{8, 8}, "b"}, {{10, 10}, "x\r\n"}});
  const std::string open = "one\ntwo\nthree";
  check_patch(open, {{{13, 13}, "!"}});
  check_patch(open, {{{13, 13}, "\n"}});
  check_patch(open, {{{0, 0}, "x"}});
  check_patch(open, {{{8, 13}, ""}});
  check_patch(open, {{{7, 13}, ""}});
  check_patch(open, {{{7, 8}, " "}});
  check_patch("one line", {{{3, 4}, "\n"}});
  check_patch("a\n", {{{0, 1}, "b"}}, "name with blanks.config");
}

TEST_CASE("patch gives the edited text for random texts and edits") {
  if (!has_patch()) {
    MESSAGE("skipped: no patch program");
    return;
  }
  std::mt19937 random(20260101);
  const auto below = [&](std::size_t n) { return random() % n; };
  const std::string pieces[] = {"a", "b", "\n", "\r\n", "same\n", "\n\n", "+", "-", "\\", "é"};
  const auto text_of_pieces = [&](std::size_t most) {
    std::string text;
    for (std::size_t i = below(most + 1); i > 0; --i) text += pieces[below(std::size(pieces))];
    return text;
  };
  for (int round = 0; round < 400; ++round) {
    const std::string text = text_of_pieces(round % 4 == 0 ? 120 : 30);
    std::vector<Edit> edits;
    std::size_t at = 0;
    for (std::size_t i = below(5); i > 0 && at <= text.size(); --i) {
      at += below(std::max<std::size_t>(2, (text.size() - at + 1) / 2));
      if (at > text.size()) break;
      const std::size_t end = std::min(text.size(), at + below(6));
      edits.push_back({{at, end}, text_of_pieces(4)});
      at = end + (below(3) == 0 ? 0 : 1);
    }
    check_patch(text, edits);
  }
}

#endif

TEST_CASE("the diff of many edits in a large text is made in linear time") {
  std::string text;
  std::vector<Edit> edits;
  for (int i = 0; i < 100'000; ++i) {
    if (i % 4 == 0) edits.push_back({{text.size(), text.size() + 1}, "X"});
    text += "line\n";
  }
  CHECK(unified_diff("x", text, edits).size() > text.size());
}
