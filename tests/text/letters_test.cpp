#include "text/letters.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace fcgi6to7;

TEST_CASE("case is folded in the scripts that servers are named in, whatever the locale") {
  CHECK(fold_case("PHP Äpfel") == "php äpfel");
  CHECK(fold_case("ÀÞ×ß") == "àþ×ß");
  CHECK(fold_case("ŁÓDŹ Č") == "łódź č");
  CHECK(fold_case("Ÿ Ż Ž ž") == "ÿ ż ž ž");
  CHECK(fold_case("ΑΩ Ά Έ Ή Ί Ό Ύ Ώ") == "αω ά έ ή ί ό ύ ώ");
  CHECK(fold_case("İı") == "İı");
  CHECK(fold_case("САЙТЁ") == "сайтё");
  CHECK(fold_case("ＰＨＰ") == "ｐｈｐ");
  CHECK(fold_case("日本語 ภาษา 😀") == "日本語 ภาษา 😀");
}

TEST_CASE("folding a fold changes nothing, and text that is cut short does no harm") {
  for (const char* text : {"ŸŽÄ", "ЯЪ", "ÿ", "\xC3", "\xE3\x81", "\xF0\x9F", "\x80\xFF"}) {
    const std::string once = fold_case(text);
    CHECK(fold_case(once) == once);
  }
}

TEST_CASE("names are compared without case, and different ones differ") {
  CHECK(equal_without_case("ExePath", "EXEPATH"));
  CHECK(equal_without_case("Büro", "BÜRO"));
  CHECK(equal_without_case("", ""));
  CHECK_FALSE(equal_without_case("Büro", "Buro"));
  CHECK_FALSE(equal_without_case("a", "ab"));
  CHECK_FALSE(equal_without_case("[", "{"));
  CHECK(starts_with_without_case("C:\\PHP5\\x", "c:\\php"));
  CHECK_FALSE(starts_with_without_case("C:", "C:\\"));
}

TEST_CASE("trimming takes blanks and tabs and carriage returns at both ends only") {
  CHECK(trim(" \ta b\r") == "a b");
  CHECK(trim(" \t\r\n").empty());
  CHECK(trim("").empty());
  CHECK(trim("a") == "a");
}

TEST_CASE("characters are counted, not bytes") {
  CHECK(count_characters("aä日😀") == 4);
  CHECK(count_characters("") == 0);
}

TEST_CASE("the nearest name is proposed for a typing error, and none for another word") {
  const std::array<std::string_view, 3> names = {"MaxInstances", "IdleTimeout", "Protocol"};
  CHECK(nearest("MaxInstance", names) == "MaxInstances");
  CHECK(nearest("idletimeuot", names) == "IdleTimeout");
  CHECK(nearest("Porotcol", names) == "Protocol");
  const std::array<std::string_view, 2> short_names = {"plan", "apply"};
  CHECK(nearest("plna", short_names) == "plan");
  CHECK_FALSE(nearest("nalp", short_names));
  CHECK_FALSE(nearest("Telephone", names));
  CHECK_FALSE(nearest("", names));
  CHECK_FALSE(nearest(std::string(1000, 'M'), names));
}

TEST_CASE("letters of East Asia take two columns, combining marks none") {
  CHECK(count_columns("") == 0);
  CHECK(count_columns("abc") == 3);
  CHECK(count_columns("Männer") == 6);
  CHECK(count_columns("日本") == 4);
  CHECK(count_columns("한글") == 4);
  CHECK(count_columns("e\u0301") == 1);
  CHECK(count_columns("😀") == 2);
  CHECK(count_columns("→…") == 2);
  CHECK(count_columns("\xE6\x97") == 1);  // cut off
}

TEST_CASE("a decimal number is digits alone, within 64 bits") {
  CHECK(decimal("0") == 0);
  CHECK(decimal("007") == 7);
  CHECK(decimal("18446744073709551615") == 18446744073709551615ULL);
  for (const char* wrong :
       {"", "-1", "+1", "1 ", " 1", "0x10", "1.0", "18446744073709551616", "1e3"})
    CHECK_FALSE(decimal(wrong));
}

TEST_CASE("text that XML cannot hold is told from text that it can") {
  CHECK(fits_xml("C:\\PHP\t\r\n \"&<>' ä 日 😀"));
  CHECK(fits_xml(""));
  CHECK_FALSE(fits_xml("a\x01"));
  CHECK_FALSE(fits_xml("\x0B"));
  CHECK_FALSE(fits_xml("\xEF\xBF\xBF"));
  CHECK_FALSE(fits_xml("a\xEF\xBF\xBE"));
}

TEST_CASE("every occurrence is replaced once, and what comes of it is not looked at again") {
  CHECK(replaced("a-b-c", "-", "--") == "a--b--c");
  CHECK(replaced("aaaa", "aa", "a") == "aa");
  CHECK(replaced("abc", "x", "y") == "abc");
  CHECK(replaced("", "x", "y").empty());
  CHECK(replaced("xx", "x", "") == "");
}

TEST_CASE("one is one, anything else are several") {
  CHECK(plural(1, "line") == "1 line");
  CHECK(plural(0, "line") == "0 lines");
  CHECK(plural(2, "line") == "2 lines");
}
