// Which properties and locations of a metabase are read, and what they are called.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fcgi6to7 {

/// The location of the web service, above all sites.
inline constexpr std::string_view service_path = "/LM/W3SVC";

/// A property that is read.
enum class MetaProperty {
  script_maps,
  access_flags,
  access_bit,  ///< one bit of AccessFlags as a switch of its own
  allow_path_info,
  app_root,
  app_pool,
  comment,
  bindings,
  secure_bindings,
  enable_32bit,
  restrictions,
};

/// By its name, without case; nothing: it is passed over.
std::optional<MetaProperty> meta_property(std::string_view name);

/// By the number that a <Custom> element has next to a name that is free.
std::optional<MetaProperty> meta_property(unsigned long long id);

/// What a location is to the reader.
enum class MetaLevel { elsewhere, service, app_pools, site, below_site };

struct MetaLocation {
  MetaLevel level = MetaLevel::elsewhere;
  std::uint32_t site = 0;
};

/// The path is in the form of location_path().
MetaLocation classify_location(std::string_view path);

}  // namespace fcgi6to7
