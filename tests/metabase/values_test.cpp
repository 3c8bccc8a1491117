#include "metabase/values.hpp"

#include <doctest/doctest.h>

#include "metabase/metabase.hpp"

using namespace fcgi6to7;

namespace {

std::vector<std::string> entries(std::string_view raw) {
  std::vector<std::string> all;
  for (const Span entry : split_multi_string(raw))
    all.emplace_back(raw.substr(entry.begin, entry.size()));
  return all;
}

using Entries = std::vector<std::string>;

}  // namespace

TEST_CASE("the five entities and numbered characters are decoded, everything else stays") {
  CHECK(decode_value("a &amp;&lt;&gt;&quot;&apos; b") == "a &<>\"' b");
  CHECK(decode_value("&#65;&#x42;&#xe9;&#x5168;&#x1F600;") == "ABé全😀");
  CHECK(decode_value("\t a\r\n\t b ") == "\t a\r\n\t b ");
  CHECK(decode_value("&amp;amp;") == "&amp;");
}

TEST_CASE("what XML does not know without a DOCTYPE is no reference") {
  for (const auto* text : {"&nbsp;", "&amp", "&;", "&#;", "&#x;", "&#0;", "&#xD800;", "&#x110000;",
                           "&#12a;", "&#-1;", "amp;", ""})
    CHECK_FALSE(character_reference(text));
}

TEST_CASE("a multi-string is cut at its line ends and its indentation is dropped") {
  CHECK(entries("a,1\r\n\t\t\tb 2\n\t\t\tc") == Entries{"a,1", "b 2", "c"});
  CHECK(entries("only one") == Entries{"only one"});
  CHECK(entries("\n\t\n \n") == Entries{});
  CHECK(entries("") == Entries{});
}

TEST_CASE("a line end that an XML editor wrote as a reference ends an entry too") {
  CHECK(entries("a&#xA;b&#10;c &amp; d") == Entries{"a", "b", "c &amp; d"});
}

TEST_CASE("access flags are read as names and as numbers") {
  CHECK(parse_access_flags("AccessExecute | AccessRead | AccessScript").bits == 0x205);
  CHECK(parse_access_flags("accessread|ACCESSWRITE").bits == 3);
  CHECK(parse_access_flags("AccessSource | AccessNoRemoteRead").bits == 0x1010);
  CHECK(parse_access_flags("AccessNoRemoteWrite | AccessNoRemoteExecute | AccessNoRemoteScript | "
                           "AccessNoPhysicalDir")
            .bits == 0xE400);
  CHECK(parse_access_flags("513").bits == (access_read | access_script));
  CHECK(parse_access_flags("0x00000201").bits == (access_read | access_script));
  CHECK(parse_access_flags("").bits == 0);
  CHECK(parse_access_flags("0").bits == 0);
}

TEST_CASE("an unknown access flag is named and the others hold") {
  const AccessFlags flags = parse_access_flags("AccessRead | AccessReed | AccessScript | Other");
  CHECK(flags.bits == (access_read | access_script));
  CHECK(flags.not_a_flag == "AccessReed");
  CHECK(parse_access_flags("AccessRead | AccessScript").not_a_flag.empty());
}

TEST_CASE("a switch is TRUE, FALSE or a number, in any case") {
  CHECK(parse_switch("TRUE") == true);
  CHECK(parse_switch(" false ") == false);
  CHECK(parse_switch("1") == true);
  CHECK(parse_switch("0") == false);
  CHECK_FALSE(parse_switch("yes"));
  CHECK_FALSE(parse_switch(""));
}

TEST_CASE("a long name is cut for messages between two characters") {
  std::string name(199, 'a');
  name += "é and more";
  CHECK(shortened(name) == std::string(199, 'a') + "…");
  CHECK(shortened("short") == "short");
}
