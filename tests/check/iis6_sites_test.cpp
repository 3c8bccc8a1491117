#include "check/iis6_sites.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

namespace {

std::vector<Iis6Site> sites_of(const std::string& inner) {
  return read_iis6_sites(SourceText(
      "MetaBase.xml", "<configuration><MBProperty>" + inner + "</MBProperty></configuration>"));
}

}  // namespace

TEST_CASE("a site's root decides before the site, and the site before the web service") {
  const auto sites = sites_of(
      "<IIsWebServer Location='/lm/w3svc/7' DefaultDoc='site.php'/>"
      "<IIsWebVirtualDir Location='/LM/W3SVC/7/Root' AnonymousUserName='HOST&#92;web'/>"
      "<IIsWebService Location='/LM/W3SVC' DefaultDoc='all.htm, index.php,' "
      "AnonymousUserName='IUSR_X'/>"
      "<IIsWebServer Location='/LM/W3SVC/8'/>"
      "<IIsWebVirtualDir Location='/LM/W3SVC/8/ROOT/sub' DefaultDoc='sub.php'/>");
  REQUIRE(sites.size() == 2);
  CHECK(sites[0].id == 7);
  CHECK(sites[0].documents == std::vector<std::string>{"site.php"});
  CHECK(sites[0].anonymous_user == "HOST\\web");
  CHECK(sites[1].documents == std::vector<std::string>{"all.htm", "index.php"});
  CHECK(sites[1].anonymous_user == "IUSR_X");
}

TEST_CASE("templates and filters are no sites") {
  CHECK(sites_of("<X Location='/LM/W3SVC/Info/Templates/1' DefaultDoc='a.php'/>"
                 "<X Location='/LM/W3SVC/Filters' DefaultDoc='a.php'/>")
            .empty());
}

TEST_CASE("a metabase that is torn gives what stands before the tear") {
  const auto sites = read_iis6_sites(SourceText(
      "m", "<configuration><IIsWebServer Location='/LM/W3SVC/3' DefaultDoc='a.php'/><Web"));
  REQUIRE(sites.size() == 1);
  CHECK(sites[0].documents == std::vector<std::string>{"a.php"});
}
