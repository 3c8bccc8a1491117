#include "plan/routes.hpp"

#include <algorithm>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::string key_of(std::string_view extension, std::string_view site_id,
                   std::string_view application) {
  return fold_case(extension) + "\n" + std::string(site_id) + "\n" + fold_case(application);
}

}  // namespace

TypesTable::TypesTable(const std::vector<ReadIni>& inis) {
  for (const ReadIni& ini : inis)
    for (const Binding& binding : ini.file.bindings) {
      by_key_.try_emplace(
          key_of(binding.extension, binding.site_id.value_or(""), binding.application.value_or("")),
          rows_.size());
      rows_.push_back({&binding, &ini});
    }
}

const TypesTable::Row* TypesTable::find(std::string_view extension, std::string_view site_id,
                                        std::string_view application) const {
  const auto found = by_key_.find(key_of(extension, site_id, application));
  return found == by_key_.end() ? nullptr : &rows_[found->second];
}

const TypesTable::Row* TypesTable::resolve(std::string_view extension, std::string_view site_id,
                                           std::string_view application) const {
  if (!application.empty()) {
    if (const Row* row = find(extension, site_id, application)) return row;
    if (const Row* row = find("*", site_id, application)) return row;
  }
  if (!site_id.empty()) {
    if (const Row* row = find(extension, site_id, "")) return row;
    if (const Row* row = find("*", site_id, "")) return row;
  }
  if (const Row* row = find(extension, "", "")) return row;
  return find("*", "", "");
}

RouteSources::RouteSources(const std::vector<ReadIni>& read_inis,
                           const std::vector<WantedApplication>& pools, const AppHost& apphost,
                           const SourceText& config_text, const Context& planning)
    : inis(read_inis), host(apphost), config(config_text), context(planning), types(read_inis) {
  for (const WantedApplication& pool : pools) by_pool_.emplace(pool.pool, &pool);
  for (const Site& site : host.sites) sites_.try_emplace(site.id, &site);
}

const WantedApplication* RouteSources::named_pool(const TypesTable::Row& row) const {
  if (!row.binding->pool_at) return nullptr;
  return by_pool_.at(&row.ini->file.pools[*row.binding->pool_at]);
}

const WantedApplication* RouteSources::serving(const WantedApplication& named) {
  const WantedApplication& pool = named.successor ? *named.successor : named;
  return pool.left_out.empty() ? &pool : nullptr;
}

std::optional<Route> RouteSources::route(const TypesTable::Row& row, std::string path) const {
  const WantedApplication* named = named_pool(row);
  const WantedApplication* pool = named ? serving(*named) : nullptr;
  if (!pool) return std::nullopt;
  Route route;
  route.path = std::move(path);
  route.pool = pool;
  route.named = named;
  route.from = origin_of(row.ini->text, row.binding->entry);
  route.binding = &row.binding->entry;
  route.ini = &row.ini->text;
  return route;
}

std::optional<std::string> RouteSources::site_name(const std::string& id) const {
  for (const auto& [given, name] : context.options.sites)
    if (given == id) return name;
  const Site* site = find_site(id);
  return site ? std::optional(site->name) : std::nullopt;
}

const Site* RouteSources::find_site(const std::string& id) const {
  const auto found = sites_.find(id);
  return found == sites_.end() ? nullptr : found->second;
}

}  // namespace fcgi6to7
