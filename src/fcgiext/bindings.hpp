// The keys of [Types]: extension, site id and application path out of one key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fcgiext/fcgiext.hpp"

namespace fcgi6to7 {

/// What a key of [Types] names; `problem` says why it cannot match any request on IIS 6.
struct BindingKey {
  std::string extension;
  std::optional<std::string> site_id;
  std::optional<std::string> application;
  std::string problem;
  std::string hint;
};

/// Reads EXT, EXT:SITE-ID and EXT:APPLICATION-PATH; the path as /LM/W3SVC/ID/ROOT/app, with or
/// without /LM and the first slash, in any case.
BindingKey read_binding_key(std::string_view key);

}  // namespace fcgi6to7
