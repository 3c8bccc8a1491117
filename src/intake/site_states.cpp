#include "intake/site_states.hpp"

#include <pugixml.hpp>

#include "text/letters.hpp"

namespace fcgi6to7 {

std::vector<SiteState> read_site_states(std::string_view xml) {
  std::vector<SiteState> states;
  pugi::xml_document document;
  // Ids and states are ASCII, whichever code page the names come in.
  if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8))
    return states;
  for (const pugi::xml_node site : document.child("appcmd").children("SITE")) {
    SiteState state{site.attribute("SITE.ID").value(), fold_case(site.attribute("state").value())};
    if (!state.id.empty() && !state.state.empty()) states.push_back(std::move(state));
  }
  return states;
}

}  // namespace fcgi6to7
