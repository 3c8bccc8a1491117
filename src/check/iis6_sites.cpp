#include "check/iis6_sites.hpp"

#include <map>

#include "metabase/metabase.hpp"
#include "metabase/properties.hpp"
#include "metabase/tags.hpp"
#include "metabase/values.hpp"
#include "text/encoding.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// What one location says. Of a site these are: its root, the site, the web service.
struct Said {
  std::string documents, user;

  void take(const Said& nearer_or_farther) {
    if (documents.empty()) documents = nearer_or_farther.documents;
    if (user.empty()) user = nearer_or_farther.user;
  }
};

std::vector<std::string> split_documents(std::string_view list) {
  std::vector<std::string> documents;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (const auto name = trim(list.substr(0, comma)); !name.empty()) documents.emplace_back(name);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return documents;
}

}  // namespace

std::vector<Iis6Site> read_iis6_sites(const SourceText& metabase) {
  Said service;
  std::map<std::uint32_t, std::pair<Said, Said>> sites;  // root, site
  TagScanner scanner(metabase.text());
  for (MetaTag tag; scanner.next(tag);) {
    if (tag.kind == MetaTag::Kind::end) continue;
    std::string path;
    Said said;
    for (const MetaAttribute& attribute : tag.attributes) {
      const bool location = equal_without_case(attribute.name, "Location");
      const bool documents = equal_without_case(attribute.name, "DefaultDoc");
      const bool user = equal_without_case(attribute.name, "AnonymousUserName");
      if (!location && !documents && !user) continue;
      (location    ? path
       : documents ? said.documents
                   : said.user) = decode_value(metabase.slice(attribute.value));
    }
    if (path.empty()) continue;
    path = location_path(path);
    const MetaLocation where = classify_location(path);
    if (where.level == MetaLevel::service) service.take(said);
    if (where.level == MetaLevel::site) sites[where.site].second.take(said);
    const std::string root = std::string(service_path) + "/" + std::to_string(where.site) + "/ROOT";
    if (where.level == MetaLevel::below_site && equal_without_case(path, root))
      sites[where.site].first.take(said);
  }
  std::vector<Iis6Site> result;
  for (auto& [id, said] : sites) {
    said.first.take(said.second);
    said.first.take(service);
    result.push_back({id, split_documents(said.first.documents), said.first.user});
  }
  return result;
}

std::vector<Iis6Site> read_iis6_sites(const std::optional<NamedBytes>& metabase) {
  if (!metabase) return {};
  return read_iis6_sites(
      SourceText(metabase->name, decode(metabase->bytes, std::nullopt, 65001).text));
}

}  // namespace fcgi6to7
