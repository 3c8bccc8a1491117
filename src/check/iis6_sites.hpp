// What MetaBase.xml says of a site beside its script maps: default documents, the anonymous user.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plan/inputs.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

struct Iis6Site {
  std::uint32_t id = 0;
  std::vector<std::string> documents;  ///< DefaultDoc; of the site, its root or the web service
  std::string anonymous_user;          ///< AnonymousUserName, likewise; empty: not known
};

/// Sites by id, in one pass over the decoded text. A text that is not well-formed gives what stands
/// before the fault: read_metabase() reports it.
std::vector<Iis6Site> read_iis6_sites(const SourceText& metabase);
/// Of a MetaBase.xml as it was read; none when there is none.
std::vector<Iis6Site> read_iis6_sites(const std::optional<NamedBytes>& metabase);

}  // namespace fcgi6to7
