#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "metabase/metabase.hpp"
#include "metabase/sample.hpp"

using namespace fcgi6to7;

TEST_CASE("the metabase of a real server with one site is read without a finding") {
  std::ifstream in(FCGI6TO7_SOURCE_DIR "/../shared/corpus/metabase/01-real-one-site.xml",
                   std::ios::binary);
  if (!in) {
    MESSAGE("skipped: the file of a real server is not here");
    return;
  }
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  const auto reading = sample::read(std::move(text));
  REQUIRE(reading.base);
  CHECK(reading.diagnostics.all().empty());
  REQUIRE(reading.base->sites.size() == 1);
  CHECK(reading.base->sites.front().id == 1);
  CHECK(reading.base->sites.front().comment == "Default Web Site");
  CHECK(reading.base->sites.front().bindings == std::vector<std::string>{":80:"});
  CHECK(reading.base->script_maps.size() == 8);
  CHECK(sample::extensions_at(reading, "/LM/W3SVC/1/ROOT") ==
        ".asp .cer .cdx .asa .idc .shtm .shtml .stm");
  const MetaNode& root = sample::node(reading, "/LM/W3SVC/1/ROOT");
  CHECK(effective_access(*reading.base, root) == access_read);
  CHECK(is_application(root));
  CHECK(reading.base->other_dlls_allowed == false);
  CHECK(reading.base->fcgiext_restrictions.empty());
}
