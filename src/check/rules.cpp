#include "check/rules.hpp"

namespace fcgi6to7 {
namespace {

Span whole(const Element& element) {
  return {element.tag.begin, element.tag.end};
}

}  // namespace

Severity Findings::severity_of(std::string_view code) const {
  const Explanation* row = mapping_.find_explanation(code);
  return row ? row->severity.value_or(Severity::warning) : Severity::warning;
}

void Findings::add(std::string_view code, const Element& at, std::string phrase, std::string hint) {
  if (!concerns(at)) return;
  diagnostics_.add(severity_of(code), code, xml_, {at.tag.begin, at.tag.inside}, std::move(phrase),
                   std::move(hint));
}

void Findings::add(std::string_view code, std::string_view file, std::string phrase,
                   std::string hint) {
  diagnostics_.add(severity_of(code), code, file, std::move(phrase), std::move(hint));
}

void Findings::offer(std::string_view code, const Element& target,
                     std::function<void(Patch&)> step) {
  fixes_.push_back({std::string(code), whole(target), false, std::nullopt, std::move(step)});
}

void Findings::offer_move(std::string_view code, const Element& target, const Element* anchor,
                          std::function<void(Patch&)> step) {
  fixes_.push_back(
      {std::string(code), whole(target), true, anchor ? whole(*anchor) : Span{}, std::move(step)});
}

void Findings::offer_removal(std::string_view code, const Element& target) {
  fixes_.push_back({std::string(code), whole(target), true, std::nullopt,
                    [tag = target.tag](Patch& patch) { patch.remove(tag); }});
}

void Findings::offer_value(std::string_view code, const Element& target, std::string_view attribute,
                           std::string value) {
  offer(code, target,
        [&target, name = std::string(attribute), value = std::move(value)](Patch& patch) {
          if (const Attribute* present = target.find(name))
            patch.replace_value(*present, value);
          else
            patch.add_attribute(target,
                                target.attributes.empty() ? nullptr : &target.attributes.back(),
                                name, value);
        });
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
                                   check_inheritance,       check_fcgiext_leftovers,
                                   check_restrictions,      check_timeouts,
                                   check_request_limits,    check_default_documents,
                                   check_anonymous_users,   check_shared_pools,
                                   check_error_pages,       check_bitness,
                                   check_system_folder,     check_isolation,
                                   check_local_system,      check_old_accounts,
                                   check_iis6_users,        check_queues,
                                   check_streaming,         check_signals,
                                   check_monitored_files,   check_iis6_documents,
                                   check_uploads,           check_hidden_segments,
                                   check_double_escaping,   check_impersonation,
                                   check_program_files,     check_web_configs};
  for (const Rule rule : rules) rule(context, findings);
}

}  // namespace fcgi6to7
