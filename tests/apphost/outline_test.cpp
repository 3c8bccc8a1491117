#include "apphost/outline.hpp"

#include <doctest/doctest.h>

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

struct Scanned {
  std::vector<Tag> tags;
  Diagnostics diagnostics;
};

Scanned scan(const std::string& xml, std::string_view sealed = {}) {
  Scanned out;
  out.tags = scan_outline(SourceText("a.config", xml), out.diagnostics, sealed);
  return out;
}

void check_refused(const std::string& xml, std::string_view code, Place place,
                   std::string_view says = "") {
  const Scanned out = scan(xml);
  CAPTURE(xml);
  CHECK(out.tags.empty());
  REQUIRE(out.diagnostics.all().size() == 1);
  const Diagnostic& finding = out.diagnostics.all().front();
  CHECK(finding.severity == Severity::error);
  CHECK(finding.code == code);
  CHECK(finding.place == place);
  CHECK_FALSE(finding.hint.empty());
  CHECK(finding.phrase.find(says) != std::string::npos);
}

void check_accepted(const std::string& xml, std::size_t tags) {
  const Scanned out = scan(xml);
  CAPTURE(xml);
  CHECK(out.diagnostics.all().empty());
  CHECK(out.tags.size() == tags);
}

}  // namespace

TEST_CASE("tags are found in document order with their ends") {
  const std::string xml = "<a>\n <b x='1'/>\n <c>t</c>\n</a>";
  const Scanned out = scan(xml);
  REQUIRE(out.tags.size() == 3);
  CHECK(tag_name(xml, out.tags[0].begin) == "a");
  CHECK(out.tags[0].inside == 3);
  CHECK(out.tags[0].close == xml.size() - 4);
  CHECK(out.tags[0].end == xml.size());
  CHECK(out.tags[0].next == 3);
  CHECK(tag_name(xml, out.tags[1].begin) == "b");
  CHECK(out.tags[1].self_closing());
  CHECK(out.tags[1].end == 15);
  CHECK_FALSE(out.tags[2].self_closing());
  CHECK(out.tags[2].next == 3);
}

TEST_CASE("markup in comments, CDATA and instructions is no tag") {
  check_accepted("<?xml version=\"1.0\"?><!-- <location path=\"x\" <a> & -->\n<a><!--</a>--></a>",
                 1);
  check_accepted("<a><![CDATA[<b>&</a>]]></a>", 1);
  check_accepted("<?xml version='1.0' encoding='utf-8'?>\n<?pi <a> ?>\n<a/>\n<!-- end -->\n", 1);
  check_accepted("<a b = \"1\"\n\tc='2' />", 1);
  check_accepted("<a b=\"it's > 'all' right\" c='say \"x\"'></a>", 1);
}

TEST_CASE("attributes are found where they stand, in either kind of quotes") {
  const std::string xml = "<a  one=\"1\"\n two = 'x\"y' three=\"\"/>";
  const Scanned out = scan(xml);
  REQUIRE(out.tags.size() == 1);
  std::vector<RawAttribute> attributes(1);
  scan_attributes(xml, out.tags[0], attributes);
  REQUIRE(attributes.size() == 3);
  const auto text = [&](Span s) { return xml.substr(s.begin, s.size()); };
  CHECK(text(attributes[0].name) == "one");
  CHECK(text(attributes[0].value) == "1");
  CHECK(text(attributes[1].name) == "two");
  CHECK(text(attributes[1].value) == "x\"y");
  CHECK(text(attributes[2].name) == "three");
  CHECK(attributes[2].value.empty());
}

TEST_CASE("XML that is not well-formed is refused at the line and column of the fault") {
  check_refused("<a>\n<b>\n</a>", "CFG001", {3, 1}, "</b>");
  check_refused("<a>\n  <b>", "CFG001", {2, 3}, "never closed");
  check_refused("<a/>\n<b/>", "CFG001", {2, 1}, "second root");
  check_refused("text\n<a/>", "CFG001", {1, 1}, "outside");
  check_refused("<a/>\n text", "CFG001", {2, 2}, "outside");
  check_refused("</a>", "CFG001", {1, 1}, "closes nothing");
  check_refused("<a x=\"1\"\n x=\"2\"/>", "CFG001", {2, 2}, "twice");
  check_refused("<a x=\"a<b\"/>", "CFG001", {1, 8}, "'<'");
  check_refused("<a x=1/>", "CFG001", {1, 4}, "without quotes");
  check_refused("<a x/>", "CFG001", {1, 4}, "without value");
  check_refused("<a x=\"1\"y=\"2\"/>", "CFG001", {1, 9}, "no blank");
  check_refused("<a x=\"1/>", "CFG001", {1, 4}, "never ends");
  check_refused("<a", "CFG001", {1, 1}, "never ends");
  check_refused("<a>\n<!-- open", "CFG001", {2, 1}, "comment");
  check_refused("<a><![CDATA[ open</a>", "CFG001", {1, 4}, "CDATA");
  check_refused("<a><?pi open</a>", "CFG001", {1, 4}, "instruction");
  check_refused("<?1.0\" x?><a/>", "CFG001", {1, 1}, "instruction");
  check_refused(
      "<?"
      "?><a/>",
      "CFG001", {1, 1}, "instruction");
  check_refused("<a></a", "CFG001", {1, 4}, "end tag");
  check_refused("<a>< b/></a>", "CFG001", {1, 4}, "no tag");
  check_refused("<1a/>", "CFG001", {1, 1}, "no tag");
  check_refused("<a\"/>", "CFG001", {1, 1}, "no tag");
  check_refused("<a b\"c=\"\"/>", "CFG001", {1, 4}, "attribute name");
  check_accepted("<a-1._:b c.d-2:_=\"\"></a-1._:b>", 1);
  check_accepted("<日本 ä=\"\"/>", 1);
  check_refused("<a 1=\"\"/>", "CFG001", {1, 4}, "attribute name");
  check_refused("", "CFG001", {1, 1}, "no element");
  check_refused("\n<!-- only -->\n", "CFG001", {1, 1}, "no element");
  check_refused("\n<?xml version='1.0'?><a/>", "CFG001", {2, 1}, "declaration");
}

TEST_CASE("entities other than the five of XML and numbers are refused") {
  check_accepted("<a x=\"&amp;&lt;&gt;&quot;&apos;&#10;&#x41;\">&amp;</a>", 1);
  check_accepted("<a>&#0000000000000065;&#x0000000000000041;</a>", 1);
  check_refused("<a>&nbsp;</a>", "CFG001", {1, 4}, "entity");
  check_refused("<a x=\"&\"/>", "CFG001", {1, 7}, "entity");
  check_refused("<a x=\"a & b;\"/>", "CFG001", {1, 9}, "entity");
  check_refused("<a>&#;</a>", "CFG001", {1, 4}, "entity");
  check_refused("<a>&amp</a>", "CFG001", {1, 4}, "entity");
}

TEST_CASE("a number that is no character of XML is refused") {
  check_refused("<a>&#0;</a>", "CFG001", {1, 4});
  check_refused("<a x=\"&#x1;\"/>", "CFG001", {1, 7});
  check_refused("<a>&#x;</a>", "CFG001", {1, 4});
  check_refused("<a>&#1x2;</a>", "CFG001", {1, 4});
  check_refused("<a>&#abc;</a>", "CFG001", {1, 4});
  check_refused("<a>&#xD800;</a>", "CFG001", {1, 4});
  check_refused("<a>&#x110000;</a>", "CFG001", {1, 4});
}

TEST_CASE("control characters are refused where they stand") {
  check_refused("<a>\n\x01</a>", "CFG001", {2, 1}, "control");
  check_refused(std::string("<a>\0</a>", 8), "CFG001", {1, 4}, "control");
  check_accepted("<a>\t\r\n</a>", 1);
}

TEST_CASE("document types, foreign encodings and bottomless nesting have codes of their own") {
  check_refused("<!DOCTYPE a [<!ENTITY e 'x'>]>\n<a/>", "CFG002", {1, 1});
  check_refused("<?xml version='1.0' encoding='iso-8859-1'?><a/>", "CFG003", {1, 31}, "iso-8859-1");
  check_accepted("<?xml version='1.0' encoding='UTF-16'?><a/>", 1);
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<a>";
  check_refused(deep, "CFG004", {1, 769}, "256");
  std::string deepest, ends;
  for (int i = 0; i < 256; ++i) deepest += "<a>", ends += "</a>";
  check_accepted(deepest + ends, 256);
}

TEST_CASE("a tag of ten thousand attributes is scanned in linear time, doubles found") {
  std::string xml = "<a";
  for (int i = 0; i < 10'000; ++i) xml += " a" + std::to_string(i) + "=\"\"";
  check_accepted(xml + "/>", 1);
  const Scanned doubled = scan(xml + " a7=\"\"/>");
  CHECK(doubled.tags.empty());
  CHECK(one(doubled.diagnostics, "CFG001").phrase.find("'a7'") != std::string::npos);
}

TEST_CASE("the inside of a sealed element is checked, and its tags are left out") {
  const std::string xml = "<a><s x='1'><b><s/></b><c/></s><s/><d><s>t</s></d></a>";
  const Scanned out = scan(xml, "a/s");
  CHECK(out.diagnostics.all().empty());
  std::string names;
  for (const Tag& tag : out.tags) names += tag_name(xml, tag.begin);
  CHECK(names == "assds");
  REQUIRE(out.tags.size() == 5);
  CHECK(out.tags[1].next == 2);
  CHECK(out.tags[1].end == xml.find("<s/><d>"));
  CHECK(out.tags[3].next == 5);
  CHECK(scan("<a><s><b></s></a>", "a/s").diagnostics.has_errors());
  CHECK(scan("<a><b><s><c/></s></b><as><c/></as></a>", "a/s").tags.size() == 6);
  CHECK(scan("<b><a><s><c/></s></a></b>", "a/s").tags.size() == 4);
}

TEST_CASE("an XML declaration that is none, and CDATA around the root, are refused") {
  for (const char* text :
       {"<?xml?><a/>", "<?xml verson=\"1.0\"?><a/>", "<?xml version=1.0?><a/>",
        "<?xml version=\"1.0\"encoding=\"utf-8\"?><a/>",
        "<?xml version=\"1.0\" standalone=\"x\"?><a/>", "<?xml encoding=\"utf-8\"?><a/>",
        "<![CDATA[x]]><a/>", "<a/><![CDATA[]]>"}) {
    CAPTURE(text);
    Diagnostics diagnostics;
    CHECK(scan_outline(SourceText("x", text), diagnostics).empty());
    CHECK(diagnostics.all().front().code == "CFG001");
  }
  for (const char* text : {"<?xml version = '1.0' ?><a/>", "<?xml-x y?><a/>",
                           "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?><a/>",
                           "<?xml version=\"1.1\" standalone='no'?><a/>", "<a><![CDATA[x]]></a>"}) {
    CAPTURE(text);
    Diagnostics diagnostics;
    CHECK_FALSE(scan_outline(SourceText("x", text), diagnostics).empty());
  }
}
