#include <doctest/doctest.h>

#include <chrono>
#include <random>

#include "metabase/metabase.hpp"
#include "metabase/sample.hpp"

using namespace fcgi6to7;
using sample::element;
using sample::file;
using sample::read;

namespace {

std::string many_nodes(int count) {
  std::string elements =
      element("IIsWebService", "/LM/W3SVC") + element("IIsWebServer", "/LM/W3SVC/1");
  for (int i = count; i > 0; --i)  // against the order, so that there is work to do
    elements +=
        element("IIsWebDirectory", "/LM/W3SVC/1/ROOT/d" + std::to_string(i),
                {"AccessFlags=\"AccessRead\"", "ScriptMaps=\".php,C:\\fcgiext.dll,5,GET\""});
  return file(elements);
}

double seconds_to_read(int nodes) {
  const SourceText source("MetaBase.xml", many_nodes(nodes));
  Diagnostics diagnostics;
  const auto start = std::chrono::steady_clock::now();
  const auto base = read_metabase(source, diagnostics);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  REQUIRE(base);
  CHECK(base->nodes.size() == static_cast<std::size_t>(nodes) + 2);
  return took.count();
}

}  // namespace

TEST_CASE("a hundred thousand nodes take about ten times as long as ten thousand") {
  const double small = seconds_to_read(10000);
  const double large = seconds_to_read(100000);
  CHECK(large < 40 * small + 0.5);  // quadratic growth would be 100
}

TEST_CASE("a list of ten thousand script maps is read whole") {
  std::string maps = "ScriptMaps=\"";
  for (int i = 0; i < 10000; ++i)
    maps += (i == 0 ? ".e" : "\n\t\t\t.e") + std::to_string(i) + ",C:\\fcgiext.dll,5,GET";
  const auto reading = read(file(element("IIsWebService", "/LM/W3SVC", {maps + "\""})));
  REQUIRE(reading.base);
  CHECK(reading.base->nodes.front().script_maps->size() == 10000);
  CHECK(reading.base->script_maps.size() == 10000);
}

TEST_CASE("many warnings of a kind are counted, not listed") {
  std::string maps = "ScriptMaps=\"";
  for (int i = 0; i < 50000; ++i) maps += "bad\n";
  const auto reading = read(file(element("IIsWebService", "/LM/W3SVC", {maps + "\""})));
  REQUIRE(reading.base);
  REQUIRE(reading.diagnostics.all().size() == 21);
  CHECK(reading.diagnostics.all().back().phrase == "49980 more of this kind are not listed");
}

TEST_CASE("a path of a hundred thousand names is one node") {
  std::string path = "/LM/W3SVC/1/ROOT";
  for (int i = 0; i < 100000; ++i) path += "/a";
  const auto reading =
      read(file(element("IIsWebService", "/LM/W3SVC") + element("IIsWebServer", "/LM/W3SVC/1") +
                element("IIsWebDirectory", path, {"AccessFlags=\"1\""})));
  REQUIRE(reading.base);
  CHECK(nearest_node(*reading.base, path + "/x")->path == path);
  CHECK(nearest_node(*reading.base, "/LM/W3SVC/1/ROOT/a/b")->path == "/LM/W3SVC/1");
}

TEST_CASE("values of a megabyte without an end are refused at once") {
  const auto reading =
      read("<configuration><MBProperty><a Location=\"" + std::string(1 << 20, 'x'));
  CHECK_FALSE(reading.base);
  CHECK(sample::codes(reading.diagnostics) == std::vector<std::string>{"MTB002"});
}

TEST_CASE("whatever bytes are changed, a metabase is refused or its nodes are a tree") {
  const std::string whole =
      file(element("IIsWebService", "/LM/W3SVC", {"ScriptMaps=\".php,C:\\fcgiext.dll,5\""}) +
           element("IIsWebServer", "/LM/W3SVC/1", {"ServerComment=\"A &amp; B\""}) +
           element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT", {"AccessFlags=\"AccessRead\""},
                   sample::custom("AppRoot", "2103", "/LM/W3SVC/1/ROOT")) +
           element("IIsWebDirectory", "/LM/W3SVC/1/ROOT/é", {"AccessFlags=\"1\""}));
  constexpr std::string_view bytes = "<>\"'&;=/ \n\tA1.,|\0\xC3\xA9-!?#x";
  std::mt19937 random(2003);
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      if (random() % 2 == 0)
        text[at] = bytes[random() % bytes.size()];
      else
        text.erase(at, random() % 4);
    }
    const auto reading = read(text);
    CHECK(reading.base.has_value() != reading.diagnostics.has_errors());
    if (!reading.base) continue;
    const auto& nodes = reading.base->nodes;
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      CHECK(nodes[i].parent < i);
      CHECK(compare_locations(nodes[i - 1].path, nodes[i].path) < 0);
      CHECK(find_site(*reading.base, nodes[i].site) != nullptr);
    }
  }
}
