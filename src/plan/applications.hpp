// What has to change in <fastCgi>: wanted applications against those that the config has.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "apphost/element.hpp"
#include "plan/plan.hpp"
#include "plan/wanted.hpp"

namespace fcgi6to7 {

/// The applications of a config by key.
class ExistingApplications {
 public:
  /// Null: the config has no <fastCgi>.
  explicit ExistingApplications(const Element* fast_cgi);
  const Element* find(std::string_view full_path, std::string_view arguments) const;
  std::size_t index_of(const Element& application) const;

 private:
  const Element* fast_cgi_;
  std::unordered_map<std::string, const Element*> by_key_;
};

/// Plans every wanted application: what to create, set, keep and skip; defaults to pin included.
std::vector<ApplicationPlan> plan_applications(const std::vector<WantedApplication>& wanted,
                                               const ExistingApplications& existing,
                                               const Context& context);

/// An application's variables: the <environmentVariable> elements below it.
std::vector<const Element*> variables_of(const Element& application);

}  // namespace fcgi6to7
