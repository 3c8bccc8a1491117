#include "metabase/assemble.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>

#include "metabase/properties.hpp"
#include "metabase/values.hpp"

namespace fcgi6to7 {
namespace {

bool comes_before(const MetaNode& a, const MetaNode& b) {
  const int order = compare_locations(a.path, b.path);
  return order == 0 ? a.where.begin < b.where.begin : order < 0;
}

// Sorts indexes, then moves each node once along the cycles: nodes are large and may be millions.
void sort_nodes(std::deque<MetaNode>& nodes) {
  if (std::is_sorted(nodes.begin(), nodes.end(), comes_before)) return;
  std::vector<std::uint32_t> from(nodes.size());
  std::iota(from.begin(), from.end(), std::uint32_t{0});
  std::sort(from.begin(), from.end(),
            [&](std::uint32_t a, std::uint32_t b) { return comes_before(nodes[a], nodes[b]); });
  for (std::uint32_t start = 0; start < from.size(); ++start) {
    if (from[start] == start) continue;
    MetaNode first = std::move(nodes[start]);
    std::uint32_t to = start;
    while (from[to] != start) {
      const std::uint32_t source = std::exchange(from[to], to);
      nodes[to] = std::move(nodes[source]);
      to = source;
    }
    from[to] = to;
    nodes[to] = std::move(first);
  }
}

class Assembler {
 public:
  Assembler(MetaBase& base, std::map<std::uint32_t, MetaSite> sites, MetaWarnings& warnings)
      : base_(base), sites_(std::move(sites)), warnings_(warnings) {}

  void sort_and_merge();
  void ensure_service();
  void link_parents();
  void collect_sites();

 private:
  void merge(MetaNode& older, MetaNode& newer);

  MetaBase& base_;
  std::map<std::uint32_t, MetaSite> sites_;
  MetaWarnings& warnings_;
};

void Assembler::sort_and_merge() {
  auto& nodes = base_.nodes;
  sort_nodes(nodes);
  std::size_t kept = 0;
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    if (compare_locations(nodes[i].path, nodes[kept].path) == 0) {
      merge(nodes[kept], nodes[i]);
    } else if (++kept != i) {
      nodes[kept] = std::move(nodes[i]);
    }
  }
  nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(kept) + 1, nodes.end());
}

// What the newer one says holds, and so does whether it is passed down.
void Assembler::merge(MetaNode& older, MetaNode& newer) {
  warnings_.add("MTB008", newer.where,
                "the location " + shortened(newer.path) + " stands a second time",
                "Take one of the two out; where both set a property, the later one holds");
  const auto take = [&](auto& mine, auto& theirs, Inherited property) {
    if (!has_own(newer, property)) return;
    const unsigned char bit = inherited_bit(property);
    older.retained = static_cast<unsigned char>((older.retained & ~bit) | (newer.retained & bit));
    mine = std::move(theirs);
  };
  take(older.script_maps, newer.script_maps, Inherited::script_maps);
  take(older.access_flags, newer.access_flags, Inherited::access_flags);
  take(older.allow_path_info, newer.allow_path_info, Inherited::allow_path_info);
  take(older.app_root, newer.app_root, Inherited::app_root);
  take(older.app_pool, newer.app_pool, Inherited::app_pool);
}

void Assembler::ensure_service() {
  if (base_.nodes.front().site == 0) return;
  MetaNode service;
  service.path = service_path;
  warnings_.add("MTB009", base_.nodes.front().where,
                "/LM/W3SVC itself is missing, from which every site inherits",
                "Use the whole MetaBase.xml; script maps of the server as a whole are unknown");
  base_.nodes.push_front(std::move(service));
}

void Assembler::link_parents() {
  std::vector<std::uint32_t> above;
  for (std::uint32_t i = 0; i < base_.nodes.size(); ++i) {
    MetaNode& node = base_.nodes[i];
    while (!above.empty() && !is_within(node.path, base_.nodes[above.back()].path))
      above.pop_back();
    if (!above.empty()) node.parent = above.back();
    above.push_back(i);
  }
}

void Assembler::collect_sites() {
  for (const MetaNode& node : base_.nodes) {
    if (node.site == 0) continue;
    const auto [site, is_new] = sites_.try_emplace(node.site);
    if (!is_new && site->second.id != 0) continue;
    site->second.id = node.site;
    warnings_.add("MTB010", node.where,
                  "site " + std::to_string(node.site) + " has no IIsWebServer element",
                  "Use the whole MetaBase.xml; if the site was deleted on IIS 6, what is left of "
                  "it can be ignored");
  }
  base_.sites.reserve(sites_.size());
  for (auto& [id, site] : sites_) base_.sites.push_back(std::move(site));
}

}  // namespace

void assemble(MetaBase& base, std::map<std::uint32_t, MetaSite> sites, MetaWarnings& warnings) {
  Assembler assembler(base, std::move(sites), warnings);
  assembler.sort_and_merge();
  assembler.ensure_service();
  assembler.link_parents();
  assembler.collect_sites();
}

}  // namespace fcgi6to7
