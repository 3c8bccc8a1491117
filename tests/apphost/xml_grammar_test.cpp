#include "apphost/xml_grammar.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace fcgi6to7;

TEST_CASE("a number is that of a character which XML may hold") {
  for (const char* name : {"#9", "#10", "#13", "#32", "#x9", "#xA", "#xd", "#x20", "#xD7FF",
                           "#xE000", "#xFFFD", "#x10000", "#x10FFFF", "#1114111", "#x0041"})
    CHECK_MESSAGE(is_character_number(name), name);
  for (const char* name :
       {"",         "#",    "#x",   "x41",    "65",     "#0",     "#8",          "#11",
        "#14",      "#31",  "#x1F", "#xD800", "#xDFFF", "#xFFFE", "#xFFFF",      "#x110000",
        "#1114112", "#X41", "#6A",  "#65 ",   "# 65",   "#-1",    "#99999999999"})
    CHECK_MESSAGE(!is_character_number(name), name);
}

TEST_CASE("every control character but tab and line ends is told, wherever it stands") {
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    const bool refused = code < 0x20 && c != '\t' && c != '\n' && c != '\r';
    CAPTURE(code);
    CHECK(has_control(std::string(1, c)) == refused);
    CHECK(has_control(std::string(70, 'a') + c) == refused);
    CHECK(has_control(c + std::string(70, 'a')) == refused);
  }
  CHECK_FALSE(has_control(""));
}

TEST_CASE("a declaration is version, then encoding, then standalone, each at most once") {
  for (const char* text :
       {"<?xml version='1.0'?>", "<?xml version=\"1.1\" ?>",
        "<?xml  version = '1.0'  encoding='UTF-8'?>", "<?xml version='1.0' standalone='yes'?>",
        "<?xml version='1.0' encoding='x' standalone=\"no\"?>"})
    CHECK_MESSAGE(is_declaration(text), text);
  for (const char* text :
       {"<?xml?>", "<?xml ?>", "<?xml encoding='UTF-8'?>", "<?xml standalone='yes'?>",
        "<?xml version='2.0'?>", "<?xml version?>", "<?xml version=?>", "<?xml version=1.0?>",
        "<?xml version='1.0?>", "<?xml version=", "<?xml version='1.0'encoding='UTF-8'?>",
        "<?xml version='1.0' version='1.0'?>", "<?xml version='1.0' standalone='maybe'?>",
        "<?xml version='1.0' standalone='yes' encoding='UTF-8'?>",
        "<?xml version='1.0' encoding='x' standalone='no' standalone='no'?>",
        "<?xml version='1.0' encoding='x' standalone='no' other='no'?>",
        "<?xml version='1.0' other='x'?>", "<?xml version='1.0' x"})
    CHECK_MESSAGE(!is_declaration(text), text);
}

TEST_CASE("a name begins with a letter and ends where a tag may go on") {
  CHECK(name_end_at("a", 0) == 1);
  CHECK(name_end_at("<abc d", 1) == 4);
  CHECK(name_end_at("a-1._:b>", 0) == 7);
  CHECK(name_end_at("a/>", 0) == 1);
  CHECK(name_end_at("a=", 0) == 1);
  for (const char* text : {"", "1a", "-a", ".a", "a\"", "a&", " a", "9"})
    CHECK(name_end_at(text, 0) == 0);
  CHECK(is_name("_a"));
  CHECK(is_name(":"));
  CHECK_FALSE(is_name("a b"));
  CHECK_FALSE(is_name("a="));
  CHECK_FALSE(is_name(""));
}
