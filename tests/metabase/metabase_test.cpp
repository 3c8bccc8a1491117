#include "metabase/metabase.hpp"

#include <doctest/doctest.h>

#include "metabase/sample.hpp"

using namespace fcgi6to7;
using sample::codes;
using sample::custom;
using sample::element;
using sample::file;
using sample::node;
using sample::read;

namespace {

using Codes = std::vector<std::string>;
using Strings = std::vector<std::string>;

const std::string service = element("IIsWebService", "/LM/W3SVC");
const std::string site = element("IIsWebServer", "/LM/W3SVC/1");

}  // namespace

TEST_CASE("sites come by id with their name and bindings") {
  const auto reading =
      read(file(service +
                element("IIsWebServer", "/LM/W3SVC/1701187997",
                        {"ServerBindings=\"10.0.0.1:80:a.example\n\t\t\t:8080:\"",
                         "SecureBindings=\":443:\"", "ServerComment=\"Caf&#xe9; &amp; Shop\""}) +
                element("IIsWebServer", "/LM/W3SVC/2", {"ServerComment=\"Second\""})));
  REQUIRE(reading.base);
  REQUIRE(reading.base->sites.size() == 2);
  CHECK(reading.base->sites[0].id == 2);
  const MetaSite* const shop = find_site(*reading.base, 1701187997);
  REQUIRE(shop != nullptr);
  CHECK(shop->comment == "Café & Shop");
  CHECK(shop->bindings == Strings{"10.0.0.1:80:a.example", ":8080:"});
  CHECK(shop->secure_bindings == Strings{":443:"});
  CHECK(find_site(*reading.base, 3) == nullptr);
  CHECK(codes(reading.diagnostics).empty());
}

TEST_CASE("script maps over several lines are entries with their own places") {
  const std::string text = file(service + site +
                                element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT",
                                        {"ScriptMaps=\".php,C:\\f\\fcgiext.dll,5,GET,HEAD,POST\n"
                                         "\t\t\t.pl,&quot;C:\\p q\\perl.dll&quot;,1\""}));
  const SourceText source("MetaBase.xml", text);
  Diagnostics diagnostics;
  const auto base = read_metabase(source, diagnostics);
  REQUIRE(base);
  const MetaNode* const root = find_node(*base, "/LM/W3SVC/1/ROOT");
  REQUIRE(root != nullptr);
  REQUIRE(root->script_maps);
  REQUIRE(root->script_maps->size() == 2);
  const ScriptMapUse& second = root->script_maps->at(1);
  CHECK(base->script_maps[second.map].processor == "C:\\p q\\perl.dll");
  CHECK(source.slice(second.where) == ".pl,&quot;C:\\p q\\perl.dll&quot;,1");
  CHECK(source.place(second.where.begin) == Place{12, 4});
  CHECK(source.slice(root->where) == "/LM/W3SVC/1/ROOT");
}

TEST_CASE("equal script maps of many nodes are kept once") {
  const std::string maps = "ScriptMaps=\".php,C:\\f\\fcgiext.dll,5,GET\n\t\t\t.pl,C:\\p.dll,1\"";
  const auto reading =
      read(file(service + site + element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT", {maps}) +
                element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT/a", {maps})));
  REQUIRE(reading.base);
  CHECK(reading.base->script_maps.size() == 2);
  CHECK(node(reading, "/LM/W3SVC/1/ROOT/a").script_maps->at(1).map == 1);
}

TEST_CASE("Custom elements say the same as attributes, by name or by number") {
  const auto reading =
      read(file(service + site +
                element("IIsConfigObject", "/LM/W3SVC/1/ROOT/a", {},
                        custom("ScriptMaps", "6014",
                               ".php,C:\\fcgiext.dll,5\n\t\t\t.php5,C:\\fcgiext.dll,5") +
                            custom("UnknownName_6016", "6016", "AccessRead | AccessScript") +
                            custom("AppRoot", "", "/LM/W3SVC/1/ROOT/a") +
                            custom("AllowPathInfoForScriptMappings", "2095", "1") +
                            custom("AppPoolId", "9101", "Pool A") + custom("Other", "1234", "x"))));
  REQUIRE(reading.base);
  const MetaNode& a = node(reading, "/LM/W3SVC/1/ROOT/a");
  REQUIRE(a.script_maps);
  CHECK(a.script_maps->size() == 2);
  CHECK(a.access_flags == (access_read | access_script));
  CHECK(a.allow_path_info == true);
  CHECK(a.app_root == "/LM/W3SVC/1/ROOT/a");
  CHECK(a.app_pool == "Pool A");
  CHECK(codes(reading.diagnostics).empty());
}

TEST_CASE("a Custom element without a value sets nothing") {
  const auto reading =
      read(file(service + site +
                element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT", {"AccessFlags=\"AccessRead\""},
                        "\t<Custom Name=\"ScriptMaps\" ID=\"6014\"/>\n")));
  REQUIRE(reading.base);
  CHECK_FALSE(node(reading, "/LM/W3SVC/1/ROOT").script_maps);
}

TEST_CASE("locations and property names have no case") {
  const auto reading = read(
      file(element("IIsWebService", "/lm/w3svc", {"SCRIPTMAPS=\".php,C:\\FCGIEXT.DLL,5\""}) +
           "<IIsWebServer location='/LM/w3svc/1/' servercomment='S'/>\n" +
           element("IIsWebVirtualDir", "/LM/W3SVC/1/Root/Shop", {"accessflags=\"ACCESSSCRIPT\""})));
  REQUIRE(reading.base);
  CHECK(reading.base->sites.at(0).comment == "S");
  CHECK(node(reading, "lm/W3Svc/1/ROOT/SHOP/").access_flags == access_script);
  CHECK(node(reading, "/LM/W3SVC/1/ROOT/shop").path == "/LM/W3SVC/1/Root/Shop");
  CHECK(sample::extensions_at(reading, "/LM/W3SVC/1/ROOT/shop") == ".php");
  CHECK(codes(reading.diagnostics).empty());
}

TEST_CASE("letters beyond ASCII have no case either") {
  const auto reading = read(file(
      service + site + element("IIsWebDirectory", "/LM/W3SVC/1/ROOT/ÄRGER", {"AccessFlags=\"1\""}) +
      element("IIsWebDirectory", "/LM/W3SVC/1/ROOT/ÄRGER/x", {"AccessFlags=\"1\""}) +
      element("IIsWebDirectory", "/LM/W3SVC/1/ROOT/Äb", {"AccessFlags=\"1\""})));
  REQUIRE(reading.base);
  CHECK(find_node(*reading.base, "/LM/W3SVC/1/ROOT/ärger") != nullptr);
  const MetaNode& x = node(reading, "/LM/W3SVC/1/ROOT/ärgeR/X");
  CHECK(reading.base->nodes[x.parent].path == "/LM/W3SVC/1/ROOT/ÄRGER");
}

TEST_CASE("templates, filters and application pools are passed over") {
  const std::string maps = "ScriptMaps=\".php,C:\\fcgiext.dll,5\"";
  const auto reading = read(
      file(service + site + element("IIsWebServer", "/LM/W3SVC/Info/Templates/Public", {maps}) +
           element("IIsWebVirtualDir", "/LM/W3SVC/INFO/Templates/Public/Root", {maps}) +
           element("IIsFilters", "/LM/W3SVC/1/Filters", {maps}) +
           element("IIsApplicationPool", "/LM/W3SVC/AppPools/Default", {maps}) +
           element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOTS", {maps}) +
           element("IIsWebVirtualDir", "/LM/W3SVCX/1/ROOT", {maps}) +
           element("IIsFtpServer", "/LM/MSFTPSVC/1", {"ServerComment=\"FTP\""})));
  REQUIRE(reading.base);
  CHECK(reading.base->nodes.size() == 2);
  CHECK(reading.base->sites.size() == 1);
  CHECK(reading.base->script_maps.empty());
  CHECK(codes(reading.diagnostics).empty());
}

TEST_CASE("nodes without anything of their own are not kept") {
  const auto reading = read(
      file(service + site + element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT", {"Path=\"C:\\x\""}) +
           element("IIsWebDirectory", "/LM/W3SVC/1/ROOT/a", {"AppPoolId=\"P\""})));
  REQUIRE(reading.base);
  CHECK(reading.base->nodes.size() == 3);
  CHECK(node(reading, "/LM/W3SVC/1/ROOT/a").app_pool == "P");
}

TEST_CASE("32-bit worker processes are seen at the pools and at the service") {
  const auto enabled = [](std::string_view elements) {
    return read(file(elements)).base->enable_32bit;
  };
  const std::string on = "Enable32BitAppOnWin64=\"TRUE\"";
  CHECK(enabled(service + element("IIsApplicationPools", "/LM/W3SVC/AppPools", {on})));
  CHECK(enabled(element("IIsWebService", "/LM/W3SVC", {on})));
  CHECK(enabled(service + element("IIsApplicationPools", "/LM/W3SVC/AppPools", {},
                                  custom("X", "9040", "1"))));
  CHECK_FALSE(enabled(service + element("IIsApplicationPools", "/LM/W3SVC/AppPools",
                                        {"Enable32BitAppOnWin64=\"FALSE\""})));
  CHECK_FALSE(enabled(service + element("IIsApplicationPool", "/LM/W3SVC/AppPools/P", {on})));
}

TEST_CASE("the restriction list says whether fcgiext.dll and other DLLs were allowed") {
  const std::string list =
      "WebSvcExtRestrictionList=\"0,*.dll\n\t\t\t0,*.exe\n"
      "\t\t\t1,C:\\WINDOWS\\system32\\inetsrv\\FCGIEXT.dll,1,FASTCGI,FastCGI Handler\n"
      "\t\t\t0,C:\\old\\fcgiext.dll,1,OLD,Old\n\t\t\t1,C:\\asp.dll,0,ASP,ASP\"";
  const auto reading = read(file(element("IIsWebService", "/LM/W3SVC", {list})));
  REQUIRE(reading.base);
  REQUIRE(reading.base->fcgiext_restrictions.size() == 2);
  CHECK(reading.base->fcgiext_restrictions[0].allowed);
  CHECK(reading.base->fcgiext_restrictions[0].line ==
        "1,C:\\WINDOWS\\system32\\inetsrv\\FCGIEXT.dll,1,FASTCGI,FastCGI Handler");
  CHECK_FALSE(reading.base->fcgiext_restrictions[1].allowed);
  CHECK(reading.base->other_dlls_allowed == false);
  CHECK_FALSE(read(file(service)).base->other_dlls_allowed);
}

TEST_CASE("access flags stand as names, as a number, and as switches of their own") {
  const auto flags = [](const std::vector<std::string>& attributes) {
    const auto reading =
        read(file(service + site + element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT", attributes)));
    return node(reading, "/LM/W3SVC/1/ROOT").access_flags;
  };
  CHECK(flags({"AccessFlags=\"AccessExecute | AccessRead | AccessScript\""}) == 0x205U);
  CHECK(flags({"AccessFlags=\"513\""}) == 513U);
  CHECK(flags({"AccessFlags=\"\""}) == 0U);
  CHECK(flags({"AccessRead=\"TRUE\"", "AccessScript=\"TRUE\""}) == 513U);
  CHECK(flags({"AccessExecute=\"TRUE\"", "AccessFlags=\"AccessRead | AccessWrite\"",
               "AccessWrite=\"FALSE\""}) == (access_read | access_execute));
  CHECK_FALSE(flags({"Path=\"x\""}));
}

TEST_CASE("a malformed script map is a warning at its line and the others hold") {
  const auto reading = read(file(service + site +
                                 element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT",
                                         {"ScriptMaps=\".php,C:\\fcgiext.dll,5\n"
                                          "\t\t\t.bad,C:\\fcgiext.dll\n\t\t\t.pl,C:\\p.dll,1\""})));
  REQUIRE(reading.base);
  CHECK(sample::extensions_at(reading, "/LM/W3SVC/1/ROOT") == ".php .pl");
  REQUIRE(codes(reading.diagnostics) == Codes{"MTB007"});
  const Diagnostic& finding = reading.diagnostics.all().front();
  CHECK(finding.severity == Severity::warning);
  CHECK(finding.place == Place{12, 4});
  CHECK(finding.phrase.find("/LM/W3SVC/1/ROOT") != std::string::npos);
}

TEST_CASE("a multi-string whose lines were joined by an XML editor is noticed") {
  const auto reading = read(
      file(element("IIsWebService", "/LM/W3SVC",
                   {"ScriptMaps=\".php,C:\\fcgiext.dll,5,GET,POST    .pl,C:\\p.dll,1,GET\""})));
  CHECK(codes(reading.diagnostics) == Codes{"MTB007"});
}

TEST_CASE("a location that stands twice is merged, the later over the earlier, with a warning") {
  const auto reading =
      read(file(service + site +
                element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT",
                        {"AccessFlags=\"AccessRead\"", "ScriptMaps=\".php,C:\\fcgiext.dll,5\""}) +
                element("IIsWebVirtualDir", "/lm/w3svc/1/root",
                        {"AccessFlags=\"AccessScript\"", "AppPoolId=\"P\""})));
  REQUIRE(reading.base);
  CHECK(reading.base->nodes.size() == 3);
  const MetaNode& root = node(reading, "/LM/W3SVC/1/ROOT");
  CHECK(root.access_flags == access_script);
  CHECK(root.app_pool == "P");
  REQUIRE(root.script_maps);
  CHECK(root.script_maps->size() == 1);
  REQUIRE(codes(reading.diagnostics) == Codes{"MTB008"});
  CHECK(reading.diagnostics.all().front().place == Place{15, 30});
}

TEST_CASE("a property that stands twice at one location is a warning") {
  const auto reading =
      read(file(element("IIsWebService", "/LM/W3SVC", {"AppPoolId=\"A\"", "appPoolId=\"B\""})));
  REQUIRE(reading.base);
  CHECK(reading.base->nodes.front().app_pool == "B");
  CHECK(codes(reading.diagnostics) == Codes{"MTB008"});
}

TEST_CASE("values that cannot be read are warnings and count as inherited") {
  const auto reading =
      read(file(service + site +
                element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT",
                        {"AccessFlags=\"AccessRead | Acess\"", "AccessScript=\"maybe\"",
                         "AllowPathInfoForScriptMappings=\"on\""})));
  REQUIRE(reading.base);
  CHECK(node(reading, "/LM/W3SVC/1/ROOT").access_flags == access_read);
  CHECK_FALSE(node(reading, "/LM/W3SVC/1/ROOT").allow_path_info);
  CHECK(codes(reading.diagnostics) == Codes{"MTB006", "MTB006", "MTB006"});
}

TEST_CASE("an element without a Location is passed over with a warning") {
  const auto reading = read(file(service + "<IIsWebServer ServerComment=\"x\"/>\n"));
  REQUIRE(reading.base);
  CHECK(reading.base->sites.empty());
  CHECK(codes(reading.diagnostics) == Codes{"MTB005"});
}

TEST_CASE("an export of single sites is read, with a warning that the service is missing") {
  const auto reading =
      read(file(site + element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT", {"AccessFlags=\"513\""})));
  REQUIRE(reading.base);
  CHECK(reading.base->nodes.front().path == "/LM/W3SVC");
  CHECK(reading.base->nodes.size() == 3);
  CHECK(reading.base->nodes[2].parent == 1);
  CHECK(codes(reading.diagnostics) == Codes{"MTB009"});
}

TEST_CASE("what is left of a deleted site gets an entry and a warning") {
  const auto reading =
      read(file(service + element("IIsConfigObject", "/LM/W3SVC/7", {"ServerComment=\"Old\""}) +
                element("IIsWebVirtualDir", "/LM/W3SVC/8/ROOT", {"AccessFlags=\"1\""})));
  REQUIRE(reading.base);
  REQUIRE(reading.base->sites.size() == 2);
  CHECK(reading.base->sites[0].id == 7);
  CHECK(reading.base->sites[0].comment == "Old");
  CHECK(reading.base->sites[1].id == 8);
  CHECK(codes(reading.diagnostics) == Codes{"MTB010", "MTB010"});
}

TEST_CASE("numbers that are no site ids name no site") {
  const auto reading = read(file(
      service + element("IIsWebServer", "/LM/W3SVC/0") + element("IIsWebServer", "/LM/W3SVC/01") +
      element("IIsWebServer", "/LM/W3SVC/1a") + element("IIsWebServer", "/LM/W3SVC/4294967296") +
      element("IIsWebServer", "/LM/W3SVC/4294967295")));
  REQUIRE(reading.base);
  REQUIRE(reading.base->sites.size() == 1);
  CHECK(reading.base->sites.front().id == 4294967295U);
}

TEST_CASE("a file that is no metabase is refused at its place") {
  const auto refused = [](const std::string& text, std::string_view code, Place place) {
    CAPTURE(text);
    const auto reading = read(text);
    CHECK_FALSE(reading.base);
    REQUIRE(codes(reading.diagnostics) == Codes{std::string(code)});
    CHECK(reading.diagnostics.has_errors());
    const Place found = reading.diagnostics.all().front().place;
    CHECK(found.line == place.line);
    CHECK(found.column == place.column);
    CHECK_FALSE(reading.diagnostics.all().front().hint.empty());
  };
  refused("", "MTB001", {1, 1});
  refused("[Types]\nphp=PHP\n", "MTB001", {1, 1});
  refused("<html></html>", "MTB001", {1, 1});
  refused("<configuration>\n  <configSections/>\n</configuration>", "MTB001", {2, 3});
  refused("<configuration/>", "MTB001", {});
  refused(std::string("<\0c\0", 4), "MTB001", {1, 2});
  refused(file(""), "MTB004", {});
  refused(file(element("IIsComputer", "/LM") + element("IIsWebInfo", "/LM/W3SVC/Info")), "MTB004",
          {});
  refused("<!DOCTYPE configuration>\n<configuration/>", "MTB003", {1, 1});
  refused(file("<IIsWebService Location=\"/LM/W3SVC\" A=\"&evil;\"/>\n"), "MTB003", {4, 40});
  refused(file("<IIsWebService\tLocation =\"/LM/W3SVC\"\n\t\tA=\"1\n\t\tB=\"2\"\n\t>\n"), "MTB002",
          {5, 3});
}

TEST_CASE("a truncated metabase is refused, wherever it was cut") {
  const std::string whole =
      file(service + site +
           element("IIsWebVirtualDir", "/LM/W3SVC/1/ROOT",
                   {"ScriptMaps=\".php,C:\\f\\fcgiext.dll,5,GET\n\t\t\t.pl,C:\\p.dll,1\""}));
  const std::size_t end = whole.rfind("</configuration>") + 16;
  for (std::size_t size = 0; size < end; ++size) {
    CAPTURE(size);
    const auto reading = read(whole.substr(0, size));
    CHECK_FALSE(reading.base);
    CHECK(reading.diagnostics.has_errors());
  }
  CHECK(read(whole.substr(0, end)).base);
}
