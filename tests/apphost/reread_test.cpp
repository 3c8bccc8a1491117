// Reading again what edits touched gives what reading all gives.
#include "apphost/reread.hpp"

#include <doctest/doctest.h>

#include "support/same_apphost.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const std::string config = R"(<configuration>
  <configSections><section name="a" /></configSections>
  <system.applicationHost><sites><site name="One" id="1" /></sites></system.applicationHost>
  <system.webServer>
    <asp><cache x="1" /></asp>
    <defaultDocument><files><remove value="a.php" /></files></defaultDocument>
    <security><requestFiltering allowDoubleEscaping="true" /></security>
    <fastCgi><application fullPath="a&amp;b" arguments="" /></fastCgi>
    <handlers accessPolicy="Read"><add name="x" path="*" /></handlers>
  </system.webServer>
  <location path="One" overrideMode="Allow">
    <system.webServer><handlers><clear /></handlers><httpErrors /></system.webServer>
  </location>
  <location path="One/empty" />
  <location path="Two"><system.webServer /></location>
  <!-- </configuration> -->
</configuration>
)";

// An edit that replaces a text that stands there once; an empty one inserts before `at`.
Edit replacing(std::string_view at, std::string_view old, std::string text) {
  const std::size_t place = config.find(at);
  REQUIRE(place != config.npos);
  REQUIRE(config.substr(place, old.size()) == old);
  return {{place, place + old.size()}, std::move(text)};
}

// Both readings of the config after edits, as text; of the whole and of what was touched.
struct Readings {
  std::string whole;
  std::string again;
};

Readings readings_after(std::vector<Edit> edits) {
  sort_edits(edits);
  const SourceText before = SourceText::borrowed("before", config);
  const std::string patched = apply_edits(config, edits);
  const SourceText after = SourceText::borrowed("after", patched);
  Diagnostics diagnostics;
  auto host = read_apphost(before, diagnostics, Extent::serving);
  REQUIRE(host);
  return {dump(read_apphost(after, diagnostics, Extent::serving)),
          dump(reread_apphost(std::move(*host), after, edits, diagnostics, Extent::serving))};
}

void check_same(std::vector<Edit> edits) {
  const Readings readings = readings_after(std::move(edits));
  CHECK_FALSE(readings.whole.empty());
  CHECK(readings.again == readings.whole);
}

}  // namespace

TEST_CASE("values, attributes and elements within a section are read again") {
  check_same({});
  check_same({replacing("a&amp;b", "a&amp;b", "longer &lt;than&gt; before")});
  check_same({replacing(" arguments", "", " maxInstances=\"4\"")});
  check_same({replacing("</fastCgi>", "", "<application fullPath=\"new\" />")});
  check_same({replacing("<add name", "<add name=\"x\" path=\"*\" />", "")});
  check_same({replacing("a&amp;b", "a&amp;b", "s"), replacing(" arguments", "", " b=\"&#9;\""),
              replacing("<clear", "", "<remove name=\"y\" />"), replacing("Read", "Read", "None")});
}

TEST_CASE("new sections, groups and locations are read") {
  check_same({replacing("<asp>", "", "<modules><add name=\"FastCgiModule\" /></modules>")});
  check_same({replacing("</system.webServer>", "", "<globalModules />")});
  check_same({replacing("</fastCgi>", "</fastCgi>", "</fastCgi><fastCgi />")});
  check_same({replacing(" /></location>", " />", "><handlers /></system.webServer>")});
  check_same({replacing(" />\n  <location path=\"Two", " />",
                        "><system.webServer><handlers /></system.webServer></location>")});
  check_same({replacing("\n  <location path=\"One/empty", "",
                        "\n  <location path=\"n\"><system.webServer><fastCgi /></system.webServer>"
                        "</location>"),
              replacing("a&amp;b", "a&amp;b", "c"), replacing("<clear", "<clear />", "")});
  check_same({replacing("\n</configuration>\n", "",
                        "<location path=\"end\"><system.webServer/>"
                        "</location>"),
              replacing("<asp>", "", "<fastCgi x=\"1\" />")});
}

TEST_CASE("a tag that closes itself still does with something new right behind it") {
  check_same({replacing("\n  <location path=\"Two", "", "<location path=\"new\" />")});
}

TEST_CASE("edits where none is looked for have all read again") {
  check_same({replacing("<section ", "", "<section name=\"b\" />")});
  check_same({replacing("<site ", "", "<site name=\"Zero\" id=\"7\" />")});
  check_same({replacing("<configSections>", "", "<location path=\"first\" />")});
  check_same({replacing("<configuration>", "<configuration>", "<configuration x=\"1\">")});
  check_same({replacing("x=\"1\"", "x=\"1\"", "x=\"1234\"")});
}

TEST_CASE("what is no longer well-formed is refused, wherever it stands") {
  for (const char* text : {"<", "</fastCgi>", "&nothing;", "\"", "<!DOCTYPE a>", "\x01"}) {
    INFO(text);
    for (const char* at :
         {"a&amp;b", "</fastCgi>", "<asp>", "\n  <location path=\"One/", "<site "}) {
      INFO(at);
      const Readings readings = readings_after({replacing(at, "", text)});
      CHECK(readings.again == readings.whole);
      if (std::string_view(text) != "\"" && std::string_view(text) != "</fastCgi>")
        CHECK(readings.again.empty());
    }
  }
}
