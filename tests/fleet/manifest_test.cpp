#include "fleet/manifest.hpp"

#include <doctest/doctest.h>

#include "fleet/sample_fleet.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

Manifest manifest_of(std::string text) {
  return Manifest(SourceText("fleet.csv", std::move(text)), "/base", {}, built_in_mapping());
}

// The codes of a check, with their lines: "FLT013:3".
std::vector<std::string> problems_of(std::string text) {
  Diagnostics diagnostics;
  const bool sound = manifest_of(std::move(text)).check(diagnostics);
  CHECK(sound == !diagnostics.has_errors());
  std::vector<std::string> problems;
  for (const Diagnostic& finding : diagnostics.all())
    problems.push_back(finding.code + ":" + std::to_string(finding.place.line));
  return problems;
}

std::vector<Server> servers_of(std::string text) {
  Manifest manifest = manifest_of(std::move(text));
  Diagnostics diagnostics;
  CHECK(manifest.check(diagnostics));
  std::vector<Server> servers;
  while (auto server = manifest.next(diagnostics)) servers.push_back(std::move(*server));
  CHECK(diagnostics.all().empty());
  return servers;
}

using Problems = std::vector<std::string>;

}  // namespace

TEST_CASE("a CSV manifest gives servers with their overrides") {
  const auto servers = servers_of(
      "server,ini,config,metabase,output,target,source_version,codepage,site\r\n"
      "web01,a.ini,/abs/b.config,m.xml,new/web01.config,8.5,1.5,1251,\"1=Shop;39=The \"\"old\"\" "
      "one\"\r\n"
      "\r\n"
      "dc\\web02,,,,,,,,\r\n");
  REQUIRE(servers.size() == 2);
  CHECK(servers[0].ini == "/base/a.ini");
  CHECK(servers[0].config == "/abs/b.config");
  CHECK(servers[0].metabase == "/base/m.xml");
  CHECK(servers[0].output == "new/web01.config");
  CHECK(servers[0].target == "8.5");
  CHECK(servers[0].source_version == SourceVersion::v1_5);
  CHECK(servers[0].codepage == 1251);
  REQUIRE(servers[0].sites.size() == 2);
  CHECK(servers[0].sites[1] == std::pair<std::string, std::string>("39", "The \"old\" one"));
  CHECK(servers[0].origin == "fleet.csv:2");
  CHECK(servers[1].name == "dc/web02");
  CHECK(servers[1].ini == "/base/dc/web02/fcgiext.ini");
  CHECK(servers[1].config == "/base/dc/web02/applicationHost.config");
  CHECK(!servers[1].target);
}

TEST_CASE("JSON lines say the same as CSV") {
  const auto servers = servers_of(
      "{\"server\": \"web01\", \"codepage\": 936, \"site\": [\"1=A\", \"2=B\"], \"target\": null}\n"
      "{\"server\": \"web02\", \"source_version\": \"1.0\"}\n");
  REQUIRE(servers.size() == 2);
  CHECK(servers[0].codepage == 936);
  CHECK(servers[0].sites.size() == 2);
  CHECK(!servers[0].target);
  CHECK(servers[1].source_version == SourceVersion::v1_0);
  CHECK(servers[1].origin == "fleet.csv:2");
}

TEST_CASE("a semicolon separates where the header has no comma") {
  CHECK(servers_of("server;target\nweb01;10.0\n").front().target == "10.0");
}

TEST_CASE("a misspelt, doubled or missing column stops the run with its place") {
  CHECK(problems_of("server,targt\nweb01,8.5\n") == Problems{"FLT011:1"});
  CHECK(problems_of("server,ini,ini\nweb01,a,b\n") == Problems{"FLT011:1"});
  CHECK(problems_of("ini,config\na,b\n") == Problems{"FLT011:1"});
  CHECK(problems_of("{\"server\": \"a\"}\n{\"sever\": \"b\"}\n") == Problems{"FLT011:2"});
}

TEST_CASE("text that is no manifest is an error at its row") {
  CHECK(problems_of("") == Problems{"FLT010:0"});
  CHECK(problems_of("server,ini\n") == Problems{"FLT010:0"});
  CHECK(problems_of("server\nweb01\nweb02,extra\n") == Problems{"FLT010:3"});
  CHECK(problems_of("server,ini\nweb01,\"open\n") == Problems{"FLT010:2"});
  CHECK(problems_of("server,ini\nweb01,\"a\"b\n") == Problems{"FLT010:2"});
  CHECK(problems_of("{\"server\": \"a\"}\nnot json\n") == Problems{"FLT010:2"});
}

TEST_CASE("a server's name never leads out of the output folder") {
  for (const char* name :
       {"..", "a/../b", "/etc", "\\\\host\\share", "C:\\x", "c:x", "a//b", "a/", "con", "x/NUL.txt",
        "COM1", "trailing.", "a|b", "fleet.json", "fleet.3-of-4.jsonl", "."})
    CHECK_MESSAGE(
        problems_of("server,ini\n\"" + std::string(name) + "\",x\n") == Problems{"FLT012:2"}, name);
  CHECK(problems_of("server,ini\n,x\n") == Problems{"FLT012:2"});
  for (const char* name : {"web01", "dc1/web01", "console", "com", "..a", "Büro"})
    CHECK_MESSAGE(problems_of("server,ini\n" + std::string(name) + ",x\n").empty(), name);
}

TEST_CASE("doubled names, doubled outputs and outputs elsewhere are errors at their row") {
  CHECK(problems_of("server\nweb01\nWEB01\n") == Problems{"FLT013:3"});
  CHECK(problems_of("server,output\na,x.config\nb,X.config\n") == Problems{"FLT014:3"});
  CHECK(problems_of("server,output\na,\nb,a/applicationHost.config\n") == Problems{"FLT014:3"});
  CHECK(problems_of("server,output\na,../x.config\n") == Problems{"FLT016:2"});
  CHECK(problems_of("server,output\na,a/Report.json\n") == Problems{"FLT016:2"});
  CHECK(problems_of("server,output\na,changes.diff\n") == Problems{"FLT016:2"});
}

TEST_CASE("a value that a column cannot have is an error at its row") {
  CHECK(problems_of("server,target\na,9.9\n") == Problems{"FLT015:2"});
  CHECK(problems_of("server,source_version\na,2.0\n") == Problems{"FLT015:2"});
  CHECK(problems_of("server,codepage\na,klingon\n") == Problems{"FLT015:2"});
  CHECK(problems_of("server,site\na,Default\n") == Problems{"FLT015:2"});
  CHECK(problems_of("server,target,source_version\na,auto,auto\n").empty());
}
