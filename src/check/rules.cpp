#include "check/rules.hpp"

namespace fcgi6to7 {

void Findings::add(std::string_view code, const Element& at, std::string phrase, std::string hint) {
  const Explanation* row = mapping_.find_explanation(code);
  const Severity severity = row ? row->severity.value_or(Severity::warning) : Severity::warning;
  diagnostics_.add(severity, code, xml_, {at.tag.begin, at.tag.inside}, std::move(phrase),
                   std::move(hint));
}

void Findings::add_removable(std::string_view code, const Element& at, std::string phrase,
                             std::string hint) {
  add(code, at, std::move(phrase), std::move(hint));
  removals_.push_back({std::string(code), at.tag});
}

std::string Findings::line_of(const Element& element) const {
  return std::to_string(xml_.place(element.tag.begin).line);
}

void run_rules(const CheckContext& context, Findings& findings) {
  using Rule = void (*)(const CheckContext&, Findings&);
  static constexpr Rule rules[] = {check_root_applications, check_bindings,
                                   check_shared_bindings,   check_site_keys,
                                   check_application_pools, check_physical_paths,
                                   check_fast_cgi_module,   check_unused_applications,
                                   check_static_first,      check_access,
                                   check_shadowed,          check_wildcards,
                                   check_fcgiext_leftovers, check_restrictions,
                                   check_timeouts,          check_request_limits,
                                   check_default_documents, check_error_pages,
                                   check_anonymous_users,   check_shared_pools};
  for (const Rule rule : rules) rule(context, findings);
}

}  // namespace fcgi6to7
