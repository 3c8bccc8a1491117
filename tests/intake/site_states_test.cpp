#include "intake/site_states.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace fcgi6to7;

namespace {

std::string states_in(std::string_view xml) {
  std::string text;
  for (const SiteState& site : read_site_states(xml)) text += site.id + " " + site.state + "; ";
  return text;
}

}  // namespace

TEST_CASE("sites are known by their id, whatever encoding their names come in") {
  CHECK(states_in(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<appcmd>\r\n"
            "    <SITE SITE.NAME=\"Default Web Site\" SITE.ID=\"1\" "
            "bindings=\"http/*:80:\" state=\"Started\" />\r\n"
            "    <SITE SITE.NAME=\"K\xe4se\" SITE.ID=\"7\" bindings=\"\" state=\"Stopped\" />\r\n"
            "</appcmd>\r\n") == "1 started; 7 stopped; ");
}

TEST_CASE("what is no list of sites says nothing") {
  CHECK(states_in("").empty());
  CHECK(states_in("ERROR ( message:Cannot read configuration file )").empty());
  CHECK(states_in("<appcmd><SITE SITE.NAME=\"A\" SITE.ID=\"1\" /><APP SITE.ID=\"2\" state=\"x\" />"
                  "</appcmd>")
            .empty());
}
