#include "metabase/script_map.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

namespace {

using Verbs = std::vector<std::string>;

ScriptMap map_of(std::string_view line) {
  const ScriptMapResult result = parse_script_map(line);
  REQUIRE_MESSAGE(result.map, line << ": " << result.problem);
  return *result.map;
}

}  // namespace

TEST_CASE("a script map is an extension, a program, flags and verbs") {
  const ScriptMap map = map_of(R"(.php,C:\WINDOWS\system32\inetsrv\fcgiext.dll,5,GET,HEAD,POST)");
  CHECK(map.extension == ".php");
  CHECK(map.processor == R"(C:\WINDOWS\system32\inetsrv\fcgiext.dll)");
  CHECK(map.flags == (script_map_script_engine | script_map_check_file));
  CHECK(map.verbs == Verbs{"GET", "HEAD", "POST"});
}

TEST_CASE("blanks around the fields of a script map do not count") {
  const ScriptMap map = map_of(" .php , C:\\x\\fcgiext.dll ,\t1 , GET,  POST ");
  CHECK(map == ScriptMap{".php", "C:\\x\\fcgiext.dll", 1, {"GET", "POST"}});
}

TEST_CASE("a program in quotes may hold commas and loses its quotes") {
  CHECK(map_of(R"(.php,"C:\a, b\fcgiext.dll",4,GET)").processor == R"(C:\a, b\fcgiext.dll)");
  CHECK(map_of(R"(.php,"C:\a, b\fcgiext.dll",4,GET)").flags == 4);
}

TEST_CASE("a script map without verbs takes every verb") {
  for (const auto* line : {".php,C:\\x.dll,5", ".php,C:\\x.dll,5,", "*,C:\\x.dll,0", "*,x,0,"}) {
    CHECK(map_of(line).verbs.empty());
    CHECK(takes_verb(map_of(line), "DELETE"));
  }
}

TEST_CASE("verbs that are listed are the only ones taken, and have case") {
  const ScriptMap map = map_of(".php,C:\\x.dll,5,GET,POST");
  CHECK(takes_verb(map, "POST"));
  CHECK_FALSE(takes_verb(map, "DELETE"));
  CHECK_FALSE(takes_verb(map, "get"));
}

TEST_CASE("the word All of any language makes a wildcard map take every verb") {
  for (const auto* line : {"*,C:\\x.dll,0,All", "*,C:\\x.dll, 0, All", "*,C:\\x.dll,4,全部",
                           "*,C:\\x.dll,0,Alle", "*,C:\\x.dll,0,ALL", "*,C:\\x.dll,1,GET,Tous"}) {
    CAPTURE(line);
    CHECK(is_wildcard(map_of(line)));
    CHECK(map_of(line).verbs.empty());
  }
}

TEST_CASE("a wildcard map that lists methods takes those alone") {
  CHECK(map_of("*,C:\\x.dll,1,GET,M-SEARCH").verbs == Verbs{"GET", "M-SEARCH"});
}

TEST_CASE("All is a verb like another where the map is no wildcard") {
  CHECK(map_of(".php,C:\\x.dll,5,All").verbs == Verbs{"All"});
}

TEST_CASE("fcgiext.dll is known in any folder, in quotes, and in any case") {
  for (const auto* path :
       {R"(C:\WINDOWS\system32\inetsrv\fcgiext.dll)", R"(%windir%\SysWOW64\inetsrv\FCGIEXT.DLL)",
        R"("d:\a b\FcgiExt.dll")", "C:/x/fcgiext.dll", "fcgiext.dll"})
    CHECK(names_fcgiext(path));
  CHECK_FALSE(names_fcgiext(R"(C:\fcgiext.dll\php5isapi.dll)"));
  CHECK_FALSE(names_fcgiext(R"(C:\x\myfcgiext.dll)"));
  CHECK_FALSE(names_fcgiext(""));
  CHECK(is_fcgiext(map_of(R"(.php,"C:\Program Files\fcgiext.dll",5,GET)")));
  CHECK_FALSE(is_fcgiext(map_of(".asp,C:\\WINDOWS\\asp.dll,5,GET")));
}

TEST_CASE("a line that is no script map is refused with what is wrong") {
  const auto problem = [](std::string_view line) {
    const ScriptMapResult result = parse_script_map(line);
    CHECK_FALSE(result.map);
    return std::string(result.problem);
  };
  CHECK(problem("").find("extension") != std::string::npos);
  CHECK(problem("php,C:\\x.dll,5").find("extension") != std::string::npos);
  CHECK(problem(".,C:\\x.dll,5").find("extension") != std::string::npos);
  CHECK(problem(".php").find("program") != std::string::npos);
  CHECK(problem(".php,\"\",5").find("program") != std::string::npos);
  CHECK(problem(".php,C:\\x.dll").find("flags") != std::string::npos);
  CHECK(problem(".php,C:\\x.dll,GET").find("flags") != std::string::npos);
  CHECK(problem(".php,C:\\x.dll,99999999999").find("flags") != std::string::npos);
  CHECK(problem(".a,C:\\x.dll,5,GET .b,C:\\x.dll,5,GET").find("joined") != std::string::npos);
}
