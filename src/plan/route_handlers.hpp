// The handler mapping that a route asks for, and whether one that is there does as well.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/applications.hpp"
#include "plan/effective_handlers.hpp"
#include "plan/routes.hpp"

namespace fcgi6to7 {

inline constexpr std::string_view buffer_limit = "responseBufferLimit";

class RouteHandlers {
 public:
  explicit RouteHandlers(const ExistingApplications& applications) : applications_(applications) {}

  /// The mapping of a route, without a name.
  Handler to_handler(const Route& route) const;
  /// The same as attributes of <add>, in the order in which they are written.
  std::vector<std::pair<std::string, std::string>> attributes_of(const Route& route,
                                                                 const std::string& name) const;
  /// The mapping leads to the route's pool.
  bool leads_to_pool(const Handler& handler, const Route& route) const;
  /// It does what the route asks for, too. What the config has may take other verbs.
  bool fits(const Handler& handler, const Route& route) const;
  /// The one mapping that takes all requests of the route; null: there is none.
  static Handler* taker(const EffectiveHandlers& handlers, const Route& route);

 private:
  // The key of the pool as the config spells it, or will.
  std::string processor_of(const Route& route) const;

  const ExistingApplications& applications_;
};

}  // namespace fcgi6to7
