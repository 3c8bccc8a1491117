// The rules of check: one small function each; what they mean stands in mappings/diagnostics.ini.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "check/server_model.hpp"
#include "mapping/mapping.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// Takes findings; the severity of each is its code's in the table.
class Findings {
 public:
  Findings(const SourceText& xml, const Mapping& mapping, Diagnostics& diagnostics)
      : xml_(xml), mapping_(mapping), diagnostics_(diagnostics) {}

  void add(std::string_view code, const Element& at, std::string phrase, std::string hint);
  /// An element that a fix of the code removes.
  void add_removable(std::string_view code, const Element& at, std::string phrase,
                     std::string hint);

  struct Removal {
    std::string code;
    Tag tag;
  };
  const std::vector<Removal>& removals() const { return removals_; }
  std::string line_of(const Element& element) const;

 private:
  const SourceText& xml_;
  const Mapping& mapping_;
  Diagnostics& diagnostics_;
  std::vector<Removal> removals_;
};

/// What the rules look at.
struct CheckContext {
  const ServerModel& server;
  const Mapping& mapping;
  const TargetSchema& target;
};

// Sites and their applications (rules_sites.cpp).
void check_root_applications(const CheckContext& context, Findings& findings);
void check_bindings(const CheckContext& context, Findings& findings);
void check_shared_bindings(const CheckContext& context, Findings& findings);
void check_site_keys(const CheckContext& context, Findings& findings);
void check_application_pools(const CheckContext& context, Findings& findings);
void check_physical_paths(const CheckContext& context, Findings& findings);
void check_shared_pools(const CheckContext& context, Findings& findings);
void check_anonymous_users(const CheckContext& context, Findings& findings);

// Handler mappings and the programs behind them (rules_handlers.cpp).
void check_fast_cgi_module(const CheckContext& context, Findings& findings);
void check_unused_applications(const CheckContext& context, Findings& findings);
void check_static_first(const CheckContext& context, Findings& findings);
void check_access(const CheckContext& context, Findings& findings);
void check_shadowed(const CheckContext& context, Findings& findings);
void check_wildcards(const CheckContext& context, Findings& findings);
void check_fcgiext_leftovers(const CheckContext& context, Findings& findings);
void check_restrictions(const CheckContext& context, Findings& findings);

// Values of <application>, and what breaks a moved PHP site (rules_values.cpp).
void check_timeouts(const CheckContext& context, Findings& findings);
void check_request_limits(const CheckContext& context, Findings& findings);
void check_default_documents(const CheckContext& context, Findings& findings);
void check_error_pages(const CheckContext& context, Findings& findings);

/// All of them, in the order of their codes.
void run_rules(const CheckContext& context, Findings& findings);

}  // namespace fcgi6to7
