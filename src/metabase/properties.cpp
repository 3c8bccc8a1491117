#include "metabase/properties.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "metabase/metabase.hpp"
#include "metabase/values.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

struct KnownProperty {
  std::string_view name;
  unsigned id;  // of a <Custom>, whose name is free
  MetaProperty what;
};

// Microsoft, "IIS 6.0 Metabase Property Reference", and iiscnfg.h.
constexpr std::array<KnownProperty, 10> known_properties{{
    {"ScriptMaps", 6014, MetaProperty::script_maps},
    {"AccessFlags", 6016, MetaProperty::access_flags},
    {"AllowPathInfoForScriptMappings", 2095, MetaProperty::allow_path_info},
    {"AppRoot", 2103, MetaProperty::app_root},
    {"AppPoolId", 9101, MetaProperty::app_pool},
    {"ServerComment", 1015, MetaProperty::comment},
    {"ServerBindings", 1023, MetaProperty::bindings},
    {"SecureBindings", 2021, MetaProperty::secure_bindings},
    {"Enable32BitAppOnWin64", 9040, MetaProperty::enable_32bit},
    {"WebSvcExtRestrictionList", 2168, MetaProperty::restrictions},
}};

}  // namespace

std::optional<MetaProperty> meta_property(std::string_view name) {
  for (const KnownProperty& known : known_properties)
    if (known.name.size() == name.size() && equal_without_case(known.name, name)) return known.what;
  if (access_bit(name) != 0) return MetaProperty::access_bit;
  return std::nullopt;
}

std::optional<MetaProperty> meta_property(unsigned long long id) {
  for (const KnownProperty& known : known_properties)
    if (known.id == id) return known.what;
  return std::nullopt;
}

MetaLocation classify_location(std::string_view path) {
  if (!is_within(path, service_path)) return {};
  std::string_view rest = path.substr(service_path.size());
  if (rest.empty()) return {MetaLevel::service, 0};
  rest.remove_prefix(1);
  if (equal_without_case(rest, "AppPools")) return {MetaLevel::app_pools, 0};
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const auto id = rest.starts_with('0') ? std::nullopt : decimal(rest.substr(0, slash));
  if (!id || *id > std::numeric_limits<std::uint32_t>::max()) return {};
  rest.remove_prefix(slash);
  const auto site = static_cast<std::uint32_t>(*id);
  if (rest.empty()) return {MetaLevel::site, site};
  return is_within(rest, "/ROOT") ? MetaLocation{MetaLevel::below_site, site} : MetaLocation{};
}

}  // namespace fcgi6to7
