#include "check/rules.hpp"

#include <algorithm>

namespace fcgi6to7 {
namespace {

Span whole(const Element& element) {
  return {element.tag.begin, element.tag.end};
}

}  // namespace

Severity Findings::severity_of(std::string_view code) {
  if (code != last_code_) {
    const Explanation* row = mapping_.find_explanation(code);
    last_severity_ = row ? row->severity.value_or(Severity::warning) : Severity::warning;
    last_code_ = code;
  }
  return last_severity_;
}

void Findings::add(std::string_view code, const Element& at, std::string phrase, std::string hint) {
  if (!concerns(at) || leaves_out(code)) return;
  const Span span{at.tag.begin, at.tag.inside};
  const std::optional<Span> where = origin_ ? origin_(span) : span;
  if (!where) return add(code, xml_.name(), std::move(phrase), std::move(hint));
  diagnostics_.add(severity_of(code), code, xml_, *where, std::move(phrase), std::move(hint));
}

void Findings::add(std::string_view code, std::string_view file, std::string phrase,
                   std::string hint) {
  if (leaves_out(code)) return;
  diagnostics_.add(severity_of(code), code, file, std::move(phrase), std::move(hint));
}

bool Findings::keeps_fixes_of(std::string_view code) const {
  return fix_codes_ && std::find(fix_codes_->begin(), fix_codes_->end(), code) != fix_codes_->end();
}

void Findings::offer(std::string_view code, const Element& target,
                     std::function<void(Patch&)> step) {
  if (!keeps_fixes_of(code)) return;
  fixes_.push_back({std::string(code), whole(target), false, std::nullopt, std::move(step)});
}

void Findings::offer_move(std::string_view code, const Element& target, const Element* anchor,
                          std::function<void(Patch&)> step) {
  if (!keeps_fixes_of(code)) return;
  fixes_.push_back(
      {std::string(code), whole(target), true, anchor ? whole(*anchor) : Span{}, std::move(step)});
}

void Findings::offer_removal(std::string_view code, const Element& target) {
  if (!keeps_fixes_of(code)) return;
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
  const std::optional<Span> where = origin_ ? origin_(whole(element)) : whole(element);
  return where ? "line " + std::to_string(xml_.place(where->begin).line) : "a new line";
}

namespace {

// Rules of programs look at fastCgi and the mappings to it, those of sites at the rest.
enum class About { programs, sites };

struct Rule {
  void (*find)(const CheckContext&, Findings&);
  About about;
};

constexpr Rule rules[] = {{check_root_applications, About::sites},
                          {check_bindings, About::sites},
                          {check_shared_bindings, About::sites},
                          {check_site_keys, About::sites},
                          {check_application_pools, About::sites},
                          {check_physical_paths, About::sites},
                          {check_fast_cgi_module, About::programs},
                          {check_unused_applications, About::programs},
                          {check_static_first, About::programs},
                          {check_access, About::programs},
                          {check_shadowed, About::programs},
                          {check_wildcards, About::programs},
                          {check_inheritance, About::sites},
                          {check_fcgiext_leftovers, About::sites},
                          {check_restrictions, About::sites},
                          {check_timeouts, About::programs},
                          {check_request_limits, About::programs},
                          {check_default_documents, About::sites},
                          {check_anonymous_users, About::sites},
                          {check_shared_pools, About::sites},
                          {check_error_pages, About::sites},
                          {check_bitness, About::sites},
                          {check_system_folder, About::sites},
                          {check_isolation, About::sites},
                          {check_local_system, About::sites},
                          {check_old_accounts, About::sites},
                          {check_iis6_users, About::sites},
                          {check_queues, About::programs},
                          {check_streaming, About::programs},
                          {check_signals, About::programs},
                          {check_monitored_files, About::programs},
                          {check_iis6_documents, About::sites},
                          {check_uploads, About::sites},
                          {check_hidden_segments, About::sites},
                          {check_double_escaping, About::sites},
                          {check_impersonation, About::programs},
                          {check_program_files, About::programs},
                          {check_php_folders, About::programs},
                          {check_index_files, About::sites},
                          {check_web_configs, About::sites},
                          {check_site_states, About::programs}};

}  // namespace

void run_rules(const CheckContext& context, Findings& findings) {
  for (const Rule& rule : rules)
    if (rule.about == About::programs || findings.concern_sites()) rule.find(context, findings);
}

}  // namespace fcgi6to7
