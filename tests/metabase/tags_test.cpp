#include "metabase/tags.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

namespace {

// "+a(x=1) -a": start and end tags with raw values; then "!" and the code of a failure.
std::string walk(std::string_view text) {
  TagScanner scanner(text);
  MetaTag tag;
  std::string all;
  while (scanner.next(tag)) {
    all += tag.kind == MetaTag::Kind::start ? "+" : tag.kind == MetaTag::Kind::end ? "-" : "*";
    all += tag.name;
    for (const MetaAttribute& attribute : tag.attributes)
      all += "(" + std::string(attribute.name) + "=" +
             std::string(text.substr(attribute.value.begin, attribute.value.size())) + ")";
    all += std::to_string(tag.depth) + " ";
  }
  if (scanner.failure()) all += "!" + std::string(scanner.failure()->code);
  return all;
}

// What the failure points at.
std::string blamed(std::string_view text) {
  TagScanner scanner(text);
  MetaTag tag;
  while (scanner.next(tag)) {
  }
  REQUIRE(scanner.failure());
  const Span where = scanner.failure()->where;
  REQUIRE(where.end <= text.size());
  return std::string(text.substr(where.begin, where.size()));
}

}  // namespace

TEST_CASE("tags come in order with raw values and their depth") {
  CHECK(walk("<?xml version =\"1.0\"?>\n<a><!-- <z> --><b x =\"1\ty\" y='&quot;'/></a >\n") ==
        "+a1 *b(x=1\ty)(y=&quot;)2 -a1 ");
}

TEST_CASE("line ends and tabs inside a value are kept") {
  CHECK(walk("<a\tx=\"1\r\n\t\t2\"/>") == "*a(x=1\r\n\t\t2)1 ");
}

TEST_CASE("a > in a value does not end the tag") {
  CHECK(walk("<a x=\"1>2/>\"></a>") == "+a(x=1>2/>)1 -a1 ");
}

TEST_CASE("a value without a closing quote is blamed, not what follows it") {
  CHECK(walk("<a x=\"1\n y=\"2\"></a>") == "!MTB002");
  CHECK(blamed("<a x=\"1\n y=\"2\"></a>") == "x");
  CHECK(blamed("<a first=\"1></a><b/>") == "first");
  CHECK(blamed("<a w=\"1></a><b x=\"2\"/>") == "w");
}

TEST_CASE("a file that ends early is refused at what is open") {
  CHECK(blamed("<a><b>") == "<b");
  CHECK(blamed("<a><b x=\"1\"") == "<b");
  CHECK(blamed("<a><!-- x") == "<!--");
  CHECK(walk("<a></a") == "+a1 !MTB002");
  CHECK(walk("<a") == "!MTB002");
  CHECK(walk("<a x") == "!MTB002");
  CHECK(walk("<a x=") == "!MTB002");
}

TEST_CASE("what is not well-formed is refused") {
  for (const auto* text : {"<a></b>", "<a/><b/>", "<a>text</a>", "</a>", "<a x=1/>", "<a x/>",
                           "<a x=\"1\"y=\"2\"/>", "<a \"x\"/>", "<a><>", "<a x=\"<\"/>", "<a/>x",
                           "<a><![CDATA[x]]></a>", "<a b&c=\"\"/>", "<!-->"}) {
    CAPTURE(text);
    CHECK(walk(text).ends_with("!MTB002"));
  }
}

TEST_CASE("a DOCTYPE and an unknown entity are refused") {
  CHECK(walk("<!DOCTYPE a [<!ENTITY x \"y\">]><a/>") == "!MTB003");
  CHECK(walk("<a x=\"&x;\"/>") == "!MTB003");
  CHECK(walk("<a x=\"1 & 2\"/>") == "!MTB003");
  CHECK(blamed("<a x=\"1 &copy; 2\"/>") == "&copy;");
  CHECK(blamed("<a x=\"1 & 2\"/>") == "&");
}

TEST_CASE("a text that is no XML is refused as such") {
  CHECK(walk("") == "!MTB001");
  CHECK(walk(" \n") == "!MTB001");
  CHECK(walk("[Types]\nphp=PHP\n") == "!MTB001");
}

TEST_CASE("nesting and the number of attributes are bounded") {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "<a>";
    for (int i = 0; i < depth; ++i) text += "</a>";
    return text;
  };
  CHECK(walk(nested(64)).ends_with("-a1 "));
  CHECK(walk(nested(65)).ends_with("+a64 !MTB002"));
  CHECK(walk(nested(100000)).ends_with("+a64 !MTB002"));
  std::string wide = "<a";
  for (int i = 0; i < 20000; ++i) wide += " x=\"\"";
  CHECK(walk(wide + "/>") == "!MTB002");
}
