// Which findings concern a plan: those about the pools and the sites that it changes.
#pragma once

#include <map>
#include <string>
#include <unordered_set>

#include "check/server_model.hpp"
#include "plan/plan.hpp"

namespace fcgi6to7 {

/// What a plan changes.
struct Touched {
  std::unordered_set<std::string> programs;  ///< fullPath|arguments, folded
  std::unordered_set<std::string> sites;     ///< folded names; "": every site

  explicit Touched(const Plan& plan);
};

class CheckScope {
 public:
  CheckScope(const Touched& touched, const ServerModel& server);

  /// An application of fastCgi or a mapping to one: whether the plan changes that application.
  /// Else whether the plan changes mappings of the site that the element belongs to.
  bool concerns(const Element& element) const;
  bool has_sites() const { return !touched_.sites.empty(); }

 private:
  struct Part {
    std::size_t end;
    std::string site;
  };

  const Touched& touched_;
  std::map<std::size_t, Part> parts_;  // sites and sections of locations, by where they begin
};

}  // namespace fcgi6to7
