#include "metabase/metabase.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

const MetaNode* parent_of(const MetaBase& base, const MetaNode& node) {
  return node.site == 0 ? nullptr : &base.nodes[node.parent];
}

// In the order of paths a slash comes before every other byte; NUL bytes do not occur.
int rank(char c) {
  if (c == '/') return 0;
  return c >= 'A' && c <= 'Z' ? c + 32 : static_cast<unsigned char>(c);
}

// The last node that is not behind the path; the nodes above the path are among its parents.
const MetaNode* last_up_to(const MetaBase& base, std::string_view path) {
  const auto behind = std::upper_bound(base.nodes.begin(), base.nodes.end(), path,
                                       [](std::string_view wanted, const MetaNode& n) {
                                         return compare_locations(wanted, n.path) < 0;
                                       });
  return behind == base.nodes.begin() ? nullptr : &*(behind - 1);
}

}  // namespace

bool has_own(const MetaNode& node, Inherited property) {
  switch (property) {
    case Inherited::script_maps:
      return node.script_maps.has_value();
    case Inherited::access_flags:
      return node.access_flags.has_value();
    case Inherited::allow_path_info:
      return node.allow_path_info.has_value();
    case Inherited::app_root:
      return !node.app_root.empty();
    case Inherited::app_pool:
      break;
  }
  return !node.app_pool.empty();
}

const MetaNode* nearest(const MetaBase& base, const MetaNode& node, Inherited property) {
  if (has_own(node, property)) return &node;
  for (const MetaNode* above = parent_of(base, node); above != nullptr;
       above = parent_of(base, *above))
    if (has_own(*above, property) && (above->retained & inherited_bit(property)) == 0) return above;
  return nullptr;
}

const std::vector<ScriptMapUse>* effective_script_maps(const MetaBase& base, const MetaNode& node) {
  const MetaNode* const holder = nearest(base, node, Inherited::script_maps);
  return holder == nullptr ? nullptr : &*holder->script_maps;
}

unsigned effective_access(const MetaBase& base, const MetaNode& node) {
  const MetaNode* const holder = nearest(base, node, Inherited::access_flags);
  return holder == nullptr ? access_read : *holder->access_flags;
}

bool effective_path_info(const MetaBase& base, const MetaNode& node) {
  const MetaNode* const holder = nearest(base, node, Inherited::allow_path_info);
  return holder != nullptr && *holder->allow_path_info;
}

const MetaNode* nearest_application(const MetaBase& base, const MetaNode& node) {
  return nearest(base, node, Inherited::app_root);
}

bool is_application(const MetaNode& node) {
  return !node.app_root.empty() && equal_without_case(location_path(node.app_root), node.path);
}

std::string_view url_path(const MetaNode& node) {
  std::size_t slash = 0;
  for (int names = 0; names < 4; ++names) {  // LM, W3SVC, the id, ROOT
    if (slash == std::string::npos) return {};
    slash = node.path.find('/', slash + 1);
  }
  return slash == std::string::npos ? "/" : std::string_view(node.path).substr(slash);
}

std::string location_path(std::string_view path) {
  std::string out;
  out.reserve(path.size() + 1);
  for (const char c : trim(path)) {
    if (out.empty() && c != '/') out += '/';
    if (c == '/' && out.ends_with('/')) continue;
    out += c;
  }
  if (out.size() > 1 && out.ends_with('/')) out.pop_back();
  return out;
}

const MetaNode* find_node(const MetaBase& base, std::string_view path) {
  const std::string wanted = location_path(path);
  const MetaNode* const node = last_up_to(base, wanted);
  return node != nullptr && compare_locations(node->path, wanted) == 0 ? node : nullptr;
}

const MetaNode* nearest_node(const MetaBase& base, std::string_view path) {
  const std::string wanted = location_path(path);
  const MetaNode* node = last_up_to(base, wanted);
  while (node != nullptr && !is_within(wanted, node->path)) node = parent_of(base, *node);
  return node;
}

const MetaSite* find_site(const MetaBase& base, std::uint32_t id) {
  const auto found =
      std::lower_bound(base.sites.begin(), base.sites.end(), id,
                       [](const MetaSite& site, std::uint32_t wanted) { return site.id < wanted; });
  return found != base.sites.end() && found->id == id ? &*found : nullptr;
}

int compare_locations(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  for (; i < a.size() && i < b.size(); ++i) {
    if (((a[i] | b[i]) & 0x80) != 0) break;  // letters that take more than a byte to fold
    if (const int difference = rank(a[i]) - rank(b[i])) return difference;
  }
  if (i == a.size() || i == b.size())
    return static_cast<int>(a.size() > i) - static_cast<int>(b.size() > i);
  const std::string x = fold_case(a.substr(i));
  const std::string y = fold_case(b.substr(i));
  const auto [p, q] = std::mismatch(x.begin(), x.end(), y.begin(), y.end());
  if (p == x.end() || q == y.end())
    return static_cast<int>(p != x.end()) - static_cast<int>(q != y.end());
  return rank(*p) - rank(*q);
}

bool is_within(std::string_view path, std::string_view branch) {
  return starts_with_without_case(path, branch) &&
         (path.size() == branch.size() || path[branch.size()] == '/');
}

}  // namespace fcgi6to7
