#include <doctest/doctest.h>

#include "metabase/metabase.hpp"
#include "metabase/sample.hpp"

using namespace fcgi6to7;
using sample::custom;
using sample::element;
using sample::extensions_at;
using sample::file;
using sample::node;
using sample::read;

namespace {

// Two sites, the first with an application, an upload folder and names that sort around the slash.
sample::Reading server() {
  return read(file(
      element("IIsWebDirectory", "/LM/W3SVC/1/ROOT/shop/upload", {"AccessFlags=\"AccessRead\""}) +
      element("IIsWebService", "/LM/W3SVC",
              {"AccessFlags=\"AccessRead\"", "AppPoolId=\"DefaultAppPool\"",
               "ScriptMaps=\".asp,C:\\asp.dll,5\n\t\t\t.php,C:\\fcgiext.dll,5\""}) +
      element("IIsWebServer", "/LM/W3SVC/1", {"AllowPathInfoForScriptMappings=\"TRUE\""}) +
      element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT",
              {"AccessFlags=\"AccessRead | AccessScript\"", "AppRoot=\"/LM/W3SVC/1/ROOT\""}) +
      element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT/Shop",
              {"AppRoot=\"/lm/w3svc/1/root/shop/\"", "AppPoolId=\"Shop\"",
               "ScriptMaps=\".pl,C:\\p.dll,1\""}) +
      element("IIsWebDirectory", "/LM/W3SVC/1/ROOT/Shop-old", {"AccessFlags=\"0\""}) +
      element("IIsWebDirectory", "/LM/W3SVC/1/ROOT/off", {"ScriptMaps=\"\""}) +
      element("IIsWebServer", "/LM/W3SVC/10") + element("IIsWebServer", "/LM/W3SVC/2")));
}

const MetaNode* at(const sample::Reading& reading, std::string_view path) {
  return nearest_node(*reading.base, path);
}

}  // namespace

TEST_CASE("every node comes after the one above it and knows it") {
  const auto reading = server();
  REQUIRE(reading.base);
  const auto& nodes = reading.base->nodes;
  CHECK(nodes.front().path == "/LM/W3SVC");
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    CAPTURE(nodes[i].path);
    CHECK(nodes[i].parent < i);
    CHECK(is_within(nodes[i].path, nodes[nodes[i].parent].path));
  }
  const MetaNode& upload = node(reading, "/LM/W3SVC/1/ROOT/Shop/upload");
  CHECK(nodes[upload.parent].path == "/LM/W3SVC/1/ROOT/Shop");
  const MetaNode& old = node(reading, "/LM/W3SVC/1/ROOT/Shop-old");
  CHECK(nodes[old.parent].path == "/LM/W3SVC/1/ROOT");
  CHECK(nodes[node(reading, "/LM/W3SVC/10").parent].path == "/LM/W3SVC");
}

TEST_CASE("a node's own script maps replace those from above, even by none") {
  const auto reading = server();
  CHECK(extensions_at(reading, "/LM/W3SVC") == ".asp .php");
  CHECK(extensions_at(reading, "/LM/W3SVC/1/ROOT") == ".asp .php");
  CHECK(extensions_at(reading, "/LM/W3SVC/1/ROOT/Shop") == ".pl");
  CHECK(extensions_at(reading, "/LM/W3SVC/1/ROOT/Shop/upload") == ".pl");
  CHECK(extensions_at(reading, "/LM/W3SVC/1/ROOT/Shop-old") == ".asp .php");
  CHECK(extensions_at(reading, "/LM/W3SVC/1/ROOT/off") == "");
  CHECK(extensions_at(read(file(element("IIsWebService", "/LM/W3SVC"))), "/LM/W3SVC") == "none");
}

TEST_CASE("access flags and path information hold until a node says otherwise") {
  const auto reading = server();
  const MetaBase& base = *reading.base;
  CHECK(effective_access(base, *at(reading, "/LM/W3SVC/2")) == access_read);
  CHECK(effective_access(base, *at(reading, "/LM/W3SVC/1/ROOT/Shop")) ==
        (access_read | access_script));
  CHECK(effective_access(base, *at(reading, "/LM/W3SVC/1/ROOT/shop/upload")) == access_read);
  CHECK(effective_access(base, *at(reading, "/LM/W3SVC/1/ROOT/Shop-old")) == 0);
  CHECK(effective_path_info(base, *at(reading, "/LM/W3SVC/1/ROOT/Shop/upload")));
  CHECK_FALSE(effective_path_info(base, *at(reading, "/LM/W3SVC/2")));
}

TEST_CASE("where no access flags stand the schema's default holds, which is to read") {
  const auto reading = read(file(element("IIsWebService", "/LM/W3SVC")));
  CHECK(effective_access(*reading.base, reading.base->nodes.front()) == access_read);
}

TEST_CASE("a node belongs to the application of the nearest AppRoot") {
  const auto reading = server();
  const MetaBase& base = *reading.base;
  const MetaNode* const shop =
      nearest_application(base, *at(reading, "/LM/W3SVC/1/ROOT/Shop/upload"));
  REQUIRE(shop != nullptr);
  CHECK(shop->path == "/LM/W3SVC/1/ROOT/Shop");
  CHECK(is_application(*shop));
  CHECK(nearest_application(base, *at(reading, "/LM/W3SVC/1/ROOT/off"))->path ==
        "/LM/W3SVC/1/ROOT");
  CHECK(nearest_application(base, *at(reading, "/LM/W3SVC/2")) == nullptr);
  CHECK(nearest(base, *shop, Inherited::app_pool)->app_pool == "Shop");
  CHECK(nearest(base, *at(reading, "/LM/W3SVC/1/ROOT"), Inherited::app_pool)->app_pool ==
        "DefaultAppPool");
}

TEST_CASE("an AppRoot that names another path makes no application of its own") {
  const auto reading = read(file(
      element("IIsWebService", "/LM/W3SVC") + element("IIsWebServer", "/LM/W3SVC/1") +
      element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT/a", {"AppRoot=\"/LM/W3SVC/1/ROOT\""}) +
      element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT/b", {"AppRoot=\"\"", "AccessFlags=\"1\""})));
  const MetaNode& a = node(reading, "/LM/W3SVC/1/ROOT/a");
  CHECK_FALSE(is_application(a));
  CHECK(nearest_application(*reading.base, a)->app_root == "/LM/W3SVC/1/ROOT");
  CHECK(nearest_application(*reading.base, node(reading, "/LM/W3SVC/1/ROOT/b")) == nullptr);
}

TEST_CASE("a property without INHERIT holds at its node and not below") {
  const auto reading =
      read(file(element("IIsWebService", "/LM/W3SVC", {"ScriptMaps=\".php,C:\\fcgiext.dll,5\""}) +
                element("IIsWebServer", "/LM/W3SVC/1") +
                element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT", {},
                        custom("ScriptMaps", "6014", ".pl,C:\\p.dll,1", "NO_ATTRIBUTES") +
                            custom("AccessFlags", "6016", "513", "INHERIT | SECURE")) +
                element("IIsWebDirectory", "/LM/W3SVC/1/ROOT/a", {"AppPoolId=\"P\""})));
  CHECK(extensions_at(reading, "/LM/W3SVC/1/ROOT") == ".pl");
  CHECK(extensions_at(reading, "/LM/W3SVC/1/ROOT/a") == ".php");
  CHECK(effective_access(*reading.base, node(reading, "/LM/W3SVC/1/ROOT/a")) == 513);
}

TEST_CASE("any path below the service finds the node that says what holds there") {
  const auto reading = server();
  CHECK(at(reading, "/LM/W3SVC/1/ROOT/SHOP/upload/2009/x.php")->path ==
        "/LM/W3SVC/1/ROOT/shop/upload");
  CHECK(at(reading, "/LM/W3SVC/1/ROOT/Shop-older")->path == "/LM/W3SVC/1/ROOT");
  CHECK(at(reading, "/LM/W3SVC/1/ROOT/zzz")->path == "/LM/W3SVC/1/ROOT");
  CHECK(at(reading, "/LM/W3SVC/99/ROOT")->path == "/LM/W3SVC");
  CHECK(at(reading, "/LM") == nullptr);
  CHECK(at(reading, "/LM/MSFTPSVC/1") == nullptr);
  CHECK(find_node(*reading.base, "/LM/W3SVC/1/ROOT/zzz") == nullptr);
}

TEST_CASE("a node's path in its site is what a browser sees") {
  const auto reading = server();
  CHECK(url_path(node(reading, "/LM/W3SVC/1/ROOT")) == "/");
  CHECK(url_path(node(reading, "/LM/W3SVC/1/ROOT/SHOP")) == "/Shop");
  CHECK(url_path(node(reading, "/LM/W3SVC/1/ROOT/Shop/upload")) == "/shop/upload");
  CHECK(url_path(node(reading, "/LM/W3SVC/1")) == "");
  CHECK(url_path(node(reading, "/LM/W3SVC")) == "");
}

TEST_CASE("paths are brought into one form") {
  CHECK(location_path("LM//W3SVC/1/") == "/LM/W3SVC/1");
  CHECK(location_path(" /lm ") == "/lm");
  CHECK(location_path("") == "");
  CHECK(compare_locations("/a/b", "/A-b") < 0);
  CHECK(compare_locations("/A/B", "/a/b") == 0);
  CHECK(compare_locations("/a", "/a/b") < 0);
  CHECK(compare_locations("/ä/b", "/Ä b") < 0);
  CHECK(compare_locations("/é", "/É") == 0);
}
