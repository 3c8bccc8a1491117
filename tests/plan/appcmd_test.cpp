#include "plan/appcmd.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

TEST_CASE("a value has quotes, percent signs and control characters as numbers") {
  CHECK(appcmd_value("C:\\PHP & co, (x)!") == "C:\\PHP & co, (x)!");
  CHECK(appcmd_value("'\"%") == "%u0027%u0022%u0025");
  CHECK(appcmd_value(std::string_view("\0\t\n\x1f ", 5)) == "%u0000%u0009%u000A%u001F ");
  CHECK(appcmd_value("\x7f\xc3\xa9") == "\x7f\xc3\xa9");
}

TEST_CASE("an element lists its attributes") {
  CHECK(appcmd_element({}) == "[]");
  CHECK(appcmd_element({{"a", "1"}}) == "[a='1']");
  CHECK(appcmd_element({{"a", "it's"}, {"b", ""}}) == "[a='it%u0027s',b='']");
}

TEST_CASE("a parameter stands in double quotes, which no backslash escapes") {
  CHECK(appcmd_set("", "enabled", "true") == "\"/enabled:true\"");
  CHECK(appcmd_set("[name='x']", "path", "*.php") == "\"/[name='x'].path:*.php\"");
  CHECK(appcmd_set("", "folder", "C:\\a\\") == "\"/folder:C:\\a%u005C\"");
  CHECK(appcmd_set("", "folder", "C:\\a") == "\"/folder:C:\\a\"");
  CHECK(appcmd_remove("", {{"name", "x"}}) == "\"/-[name='x']\"");
  CHECK(appcmd_remove("hiddenSegments", {{"segment", "bin"}}) ==
        "\"/-hiddenSegments.[segment='bin']\"");
  CHECK(appcmd_add("", {{"name", "x"}}) == "\"/+[name='x']\"");
  CHECK(appcmd_add("files", {{"value", "x"}}) == "\"/+files.[value='x']\"");
}

TEST_CASE("commands name the location, the section and where the change is written") {
  CHECK(appcmd_set_config("", "fastCgi", "\"/x:1\"") ==
        "appcmd.exe set config /section:system.webServer/fastCgi \"/x:1\" /commit:apphost");
  CHECK(appcmd_set_config("Bob's \"shop\"", "handlers", "\"/x:1\"") ==
        "appcmd.exe set config \"Bob's %u0022shop%u0022\" /section:system.webServer/handlers "
        "\"/x:1\" /commit:apphost");
  CHECK(appcmd_set_object("apppool", "Shop", "/x:1") == "appcmd.exe set apppool \"Shop\" /x:1");
  CHECK(appcmd_set_handler("", "PHP", "responseBufferLimit", "0") ==
        "appcmd.exe set config /section:system.webServer/handlers "
        "\"/[name='PHP'].responseBufferLimit:0\" /commit:apphost");
  CHECK(
      appcmd_add_handler("S", "PHP", "*.php", "C:\\p.exe", "") ==
      "appcmd.exe set config \"S\" /section:system.webServer/handlers "
      "/+\"[@start,name='PHP',path='*.php',verb='GET,HEAD,POST',modules='FastCgiModule',"
      "scriptProcessor='C:\\p.exe',resourceType='File',requireAccess='Script']\" /commit:apphost");
  CHECK(appcmd_add_handler("", "P", "*", "p.exe", "-a").find("scriptProcessor='p.exe|-a'") !=
        std::string::npos);
}
