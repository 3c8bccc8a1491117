#include "text/encoding.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace fcgi6to7;

namespace {

std::string utf16(std::u16string_view units, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : units) {
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

Decoded decoded_with(unsigned codepage, std::string_view bytes) {
  return decode(bytes, codepage);
}

}  // namespace

TEST_CASE("plain ASCII and an empty file are UTF-8") {
  for (const std::string_view bytes : {"", "[Types]\r\nphp=PHP\r\n"}) {
    const Decoded decoded = decode(bytes, std::nullopt);
    CHECK(decoded.text == bytes);
    CHECK(decoded.encoding.name == "UTF-8");
    CHECK(decoded.encoding.codepage == 65001);
    CHECK_FALSE(decoded.encoding.bom);
    CHECK(decoded.reason == "valid UTF-8");
    CHECK_FALSE(decoded.bad_byte);
  }
}

TEST_CASE("a BOM wins over an explicit code page") {
  const Decoded utf8 = decode("\xEF\xBB\xBFä", 1252);
  CHECK(utf8.text == "ä");
  CHECK(utf8.encoding.name == "UTF-8");
  CHECK(utf8.encoding.bom);
  CHECK(utf8.reason == "has a BOM");
  for (const bool big : {false, true}) {
    const Decoded wide = decode(utf16(u"\uFEFFaä日\U0001F600", big), 1252);
    CHECK(wide.text == "aä日😀");
    CHECK(wide.encoding.name == (big ? "UTF-16 BE" : "UTF-16 LE"));
    CHECK(wide.encoding.codepage == (big ? 1201 : 1200));
    CHECK(wide.encoding.bom);
    CHECK_FALSE(wide.bad_byte);
  }
}

TEST_CASE("an explicit code page wins over bytes that happen to be UTF-8") {
  const Decoded decoded = decode("\xC3\xA4", 1252);
  CHECK(decoded.text == "Ã¤");
  CHECK(decoded.reason == "--codepage");
  CHECK(decoded.encoding.name == "windows-1252");
  CHECK(decode(utf16(u"ä", false), 1200).text == "ä");
  CHECK_FALSE(decode(utf16(u"ä", false), 1200).encoding.bom);
}

TEST_CASE("bytes that are not UTF-8 are taken for the default code page, and that is said") {
  const Decoded decoded = decode("Gr\xF6\xDF\x65", std::nullopt);
  CHECK(decoded.text == "Größe");
  CHECK(decoded.encoding.name == "windows-1252");
  CHECK(decoded.reason == "not UTF-8, so the default ANSI code page");
  CHECK(decode("\xD6\xD0\xCE\xC4", std::nullopt, 936).text == "中文");
  CHECK(decode("\xD6\xD0\xCE\xC4", std::nullopt, 936).encoding.name == "GBK (936)");
}

TEST_CASE("only strict UTF-8 is UTF-8, and the first bad byte is named") {
  const std::string_view bad[] = {
      "ab\xC0\x80",          // overlong NUL
      "ab\xC1\xBF",          // overlong
      "ab\xE0\x9F\xBF",      // overlong
      "ab\xF0\x8F\xBF\xBF",  // overlong
      "ab\xED\xA0\x80",      // surrogate
      "ab\xF4\x90\x80\x80",  // beyond U+10FFFF
      "ab\xF5\x80\x80\x80", "ab\x80",         "ab\xFF",  "ab\xC3",
      "ab\xE2\x82",         "ab\xF0\x9F\x98", "ab\xC3(", "ab\xE2\x82(xxx",
  };
  for (const std::string_view bytes : bad) {
    CAPTURE(bytes);
    const Decoded decoded = decode(bytes, 65001);
    REQUIRE(decoded.bad_byte);
    CHECK(*decoded.bad_byte == 2);
    CHECK(decoded.text == "ab");
    CHECK(decode(bytes, std::nullopt).encoding.codepage == 1252);
  }
  for (const std::string_view bytes :
       {"\x7F\xC2\x80\xDF\xBF", "\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF",
        "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"})
    CHECK_FALSE(decode(bytes, 65001).bad_byte);
  CHECK(*decode("\xEF\xBB\xBF"
                "a\xFF",
                std::nullopt)
             .bad_byte == 4);
  // Past the eight bytes that are looked at in one go.
  CHECK(*decode("0123456789abcdef\xFFx", 65001).bad_byte == 16);
  CHECK(*decode("01234567ä9abcdef\xFFx", 65001).bad_byte == 17);
}

TEST_CASE("UTF-16 with a lone surrogate or half a unit names the byte") {
  for (const bool big : {false, true}) {
    const unsigned codepage = big ? 1201 : 1200;
    const std::u16string_view lone_high{u"a\xD83Dx", 3}, lone_low{u"a\xDE00x", 3},
        cut_pair{u"a\xD83D", 2}, two_highs{u"a\xD83D\xD83D\xDE00", 4},
        two_lows{u"a\xDE00\xDE00", 3}, past_lows{u"a\xD83D\xE000", 3};
    for (const auto units : {lone_high, lone_low, cut_pair, two_highs, two_lows, past_lows}) {
      const Decoded decoded = decode(utf16(units, big), codepage);
      REQUIRE(decoded.bad_byte);
      CHECK(*decoded.bad_byte == 2);
      CHECK(decoded.text == "a");
    }
    const Decoded odd = decode(utf16(u"\uFEFF"
                                     u"ab",
                                     big) +
                                   "c",
                               std::nullopt);
    REQUIRE(odd.bad_byte);
    CHECK(*odd.bad_byte == 6);
    CHECK(odd.text == "ab");
  }
}

TEST_CASE("windows-1252 decodes every byte as Windows does") {
  CHECK(decoded_with(1252, "\x80\x99\xFF").text == "€™ÿ");
  CHECK(decoded_with(1252, "\x81\x8D\x8F\x90\x9D").text ==
        "\xC2\x81\xC2\x8D\xC2\x8F\xC2\x90\xC2\x9D");
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  CHECK_FALSE(decoded_with(1252, all).bad_byte);
}

TEST_CASE("code pages decode") {
  CHECK(decoded_with(932, "\x93\xFA\x96\x7B\\\xB1\x81\x60").text == "日本\\ｱ～");
  CHECK(decoded_with(932, "\x95\x5C=\x8F\x5C").text == "表=十");  // a tail byte that is a backslash
  CHECK(decoded_with(936, "\x80\xD6\xD0\x80\x80").text == "€中€€");
  CHECK(decoded_with(949, "\xC7\xD1\xB1\xDB").text == "한글");
  CHECK(decoded_with(950, "\xA4\xA4\xA4\xE5").text == "中文");
  CHECK(decoded_with(1250, "\xB9").text == "ą");
  CHECK(decoded_with(1251, "\xCF\xF0").text == "Пр");
  CHECK(decoded_with(1253, "\xE1").text == "α");
  CHECK(decoded_with(1254, "\xFD").text == "ı");
  CHECK(decoded_with(1255, "\xE0").text == "א");
  CHECK(decoded_with(1256, "\xC7").text == "ا");
  CHECK(decoded_with(1257, "\xE0").text == "ą");
  CHECK(decoded_with(874, "\xA1").text == "ก");
  CHECK(decoded_with(437, "\x81").text == "ü");
  CHECK(decoded_with(850, "\x81").text == "ü");
  CHECK(decoded_with(866, "\x80").text == "А");
  CHECK(decoded_with(28605, "\xA4").text == "€");
}

TEST_CASE("letters and their marks stay apart in windows-1258, as on Windows") {
  CHECK(decoded_with(1258, "a\xCC.").text == "a\xCC\x80.");
}

TEST_CASE("a byte that a code page does not have is named") {
  const Decoded single = decoded_with(1253, "ab\xAA.");
  REQUIRE(single.bad_byte);
  CHECK(*single.bad_byte == 2);
  CHECK(single.text == "ab");
  const Decoded cut = decoded_with(932, "ab\x93");
  REQUIRE(cut.bad_byte);
  CHECK(*cut.bad_byte == 2);
  CHECK(cut.text == "ab");
  const std::string long_text(50000, 'x');
  const Decoded late = decoded_with(936, "\xD6\xD0" + long_text + "\xFF!");
  REQUIRE(late.bad_byte);
  CHECK(*late.bad_byte == long_text.size() + 2);
  CHECK(late.text == "中" + long_text);
}

TEST_CASE("a code page that nobody knows decodes nothing") {
  const Decoded decoded = decode("abc", 37);  // EBCDIC: its letters are not ASCII
  REQUIRE(decoded.bad_byte);
  CHECK(*decoded.bad_byte == 0);
  CHECK(decoded.text.empty());
}

TEST_CASE("a code page is found by its number and by its names") {
  for (const unsigned number :
       {936u,  932u,  949u,  950u, 1250u, 1251u, 1252u, 1253u,  1254u, 1255u,
        1256u, 1257u, 1258u, 437u, 850u,  874u,  866u,  65001u, 1200u, 1201u}) {
    CAPTURE(number);
    CHECK(codepage_of(std::to_string(number)) == number);
    CHECK(codepage_of("cp" + std::to_string(number)) == number);
    CHECK(codepage_of(decode("", number).encoding.name) == number);  // as we print it
  }
  CHECK(codepage_of("GBK") == 936);
  CHECK(codepage_of("windows-1252") == 1252);
  CHECK(codepage_of("Windows_1252") == 1252);
  CHECK(codepage_of("shift_jis") == 932);
  CHECK(codepage_of("Shift-JIS") == 932);
  CHECK(codepage_of("big5") == 950);
  CHECK(codepage_of("ibm850") == 850);
  CHECK(codepage_of("utf-8") == 65001);
  CHECK(codepage_of("UTF8") == 65001);
  CHECK(codepage_of("utf-16le") == 1200);
  CHECK(codepage_of("utf-16") == 1200);
  CHECK(codepage_of("utf-16be") == 1201);
  CHECK(codepage_of("latin1") == 28591);
  for (const std::string_view unknown :
       {"", " ", "-", "0", "37", "klingon", "99999999999999999999", "12 52x", "utf"})
    CHECK_FALSE(codepage_of(unknown));
}

TEST_CASE("what is decoded and encoded again is the same bytes") {
  const std::string_view text = "<a b='ä日😀'/>\r\n";
  for (const bool bom : {false, true}) {
    CHECK(encode(text, {"", 65001, bom}) == (bom ? "\xEF\xBB\xBF" : "") + std::string(text));
    for (const unsigned codepage : {1200u, 1201u}) {
      const std::string bytes = encode(text, {"", codepage, bom});
      const Decoded decoded = decode(bytes, codepage);
      CHECK(decoded.text == text);
      CHECK(decoded.encoding.bom == bom);
      CHECK(encode(decoded.text, decoded.encoding) == bytes);
    }
  }
}

TEST_CASE("edits on the text and edits on the bytes come to the same") {
  std::mt19937 random(7);
  const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
  const std::string_view characters[] = {"a", "ß", "日", "😀", "\n"};
  const auto text_of = [&](unsigned length) {
    std::string text;
    for (unsigned i = 0; i < length; ++i) text += characters[below(5)];
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    std::string original;
    std::vector<Edit> edits;
    for (unsigned i = below(6); i > 0; --i) {
      original += text_of(below(9));
      const std::string replaced = text_of(below(4));
      const Span span{original.size(), original.size() + replaced.size()};
      original += replaced;
      edits.push_back({span, text_of(below(4))});
    }
    original += text_of(below(9));
    for (const unsigned codepage : {65001u, 1200u, 1201u})
      for (const bool bom : {false, true}) {
        const Encoding encoding{"", codepage, bom};
        CHECK(apply_edits(encode(original, encoding), encode_edits(original, edits, encoding)) ==
              encode(apply_edits(original, edits), encoding));
      }
  }
}
