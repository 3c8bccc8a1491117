// The rules of check: one small function each; what they mean stands in mappings/diagnostics.ini.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "apphost/patch.hpp"
#include "check/iis6_sites.hpp"
#include "check/programs.hpp"
#include "check/scope.hpp"
#include "check/server_model.hpp"
#include "mapping/mapping.hpp"
#include "plan/inputs.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// What --fix CODE does about one finding.
struct Fix {
  std::string code;
  Span target;                 ///< the element that changes
  bool removes = false;        ///< the element goes, or moves: no other fix may touch it
  std::optional<Span> anchor;  ///< a move puts the element behind this one
  std::function<void(Patch&)> step;
};

/// Takes findings; the severity of each is its code's in the table.
class Findings {
 public:
  Findings(const SourceText& xml, const Mapping& mapping, Diagnostics& diagnostics)
      : xml_(xml), mapping_(mapping), diagnostics_(diagnostics) {}

  /// Codes that were said already, or need not be. They have to outlive the findings.
  void leave_out(const std::unordered_set<std::string>& codes) { left_out_ = &codes; }
  bool leaves_out(std::string_view code) const {
    return left_out_ && left_out_->contains(std::string(code));
  }

  /// Codes whose fixes are kept; without any call none is.
  void keep_fixes_of(const std::vector<std::string>& codes) { fix_codes_ = &codes; }

  /// Leaves out what does not concern the scope, which has to outlive the findings.
  void limit(const CheckScope* scope) { scope_ = scope; }
  /// Where an element stood in `xml` before edits; nothing: it is new.
  using Origin = std::function<std::optional<Span>(Span)>;
  /// For elements of an edited text: findings name places in the text before.
  void place_by(Origin origin) { origin_ = std::move(origin); }

  void add(std::string_view code, const Element& at, std::string phrase, std::string hint);
  /// About another file, or about the run.
  void add(std::string_view code, std::string_view file, std::string phrase, std::string hint);

  /// What a fix of the code does. The element has to outlive the findings.
  void offer(std::string_view code, const Element& target, std::function<void(Patch&)> step);
  /// The step puts the element behind the anchor (null: first).
  void offer_move(std::string_view code, const Element& target, const Element* anchor,
                  std::function<void(Patch&)> step);
  void offer_removal(std::string_view code, const Element& target);
  void offer_value(std::string_view code, const Element& target, std::string_view attribute,
                   std::string value);

  /// Whether findings about the element are wanted.
  bool concerns(const Element& at) const { return !scope_ || scope_->concerns(at); }
  /// For findings about texts of their own.
  Diagnostics& all() { return diagnostics_; }
  const std::vector<Fix>& fixes() const { return fixes_; }
  /// Whether anything about sites is wanted, or programs alone.
  bool concern_sites() const { return !scope_ || scope_->has_sites(); }
  /// "line 12"; "a new line" for what an edit adds.
  std::string line_of(const Element& element) const;

 private:
  Severity severity_of(std::string_view code);
  bool keeps_fixes_of(std::string_view code) const;

  const SourceText& xml_;
  const Mapping& mapping_;
  Diagnostics& diagnostics_;
  std::vector<Fix> fixes_;
  const std::vector<std::string>* fix_codes_ = nullptr;
  const std::unordered_set<std::string>* left_out_ = nullptr;
  std::string last_code_;  // findings of a rule come one after another
  Severity last_severity_ = Severity::warning;
  const CheckScope* scope_ = nullptr;
  Origin origin_;
};

/// What the rules look at.
struct CheckContext {
  const ServerModel& server;
  const Mapping& mapping;
  const TargetSchema& target;
  const Programs& programs;
  const Inputs& inputs;  ///< for what is on the disk, when --root tells
  const std::vector<Iis6Site>& iis6;
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
void check_site_states(const CheckContext& context, Findings& findings);

// Handler mappings and the programs behind them (rules_handlers.cpp, rules_programs.cpp).
void check_fast_cgi_module(const CheckContext& context, Findings& findings);
void check_unused_applications(const CheckContext& context, Findings& findings);
void check_static_first(const CheckContext& context, Findings& findings);
void check_access(const CheckContext& context, Findings& findings);
void check_shadowed(const CheckContext& context, Findings& findings);
void check_wildcards(const CheckContext& context, Findings& findings);
void check_inheritance(const CheckContext& context, Findings& findings);
void check_fcgiext_leftovers(const CheckContext& context, Findings& findings);
void check_restrictions(const CheckContext& context, Findings& findings);
void check_bitness(const CheckContext& context, Findings& findings);
void check_system_folder(const CheckContext& context, Findings& findings);

// Values of <application> (rules_values.cpp), and what breaks a moved PHP site (rules_php.cpp).
void check_timeouts(const CheckContext& context, Findings& findings);
void check_request_limits(const CheckContext& context, Findings& findings);
void check_queues(const CheckContext& context, Findings& findings);
void check_streaming(const CheckContext& context, Findings& findings);
void check_signals(const CheckContext& context, Findings& findings);
void check_monitored_files(const CheckContext& context, Findings& findings);
void check_default_documents(const CheckContext& context, Findings& findings);
void check_error_pages(const CheckContext& context, Findings& findings);
void check_impersonation(const CheckContext& context, Findings& findings);

// What requestFiltering refuses (rules_filtering.cpp).
void check_uploads(const CheckContext& context, Findings& findings);
void check_hidden_segments(const CheckContext& context, Findings& findings);
void check_double_escaping(const CheckContext& context, Findings& findings);

// What a copy of the disk shows (rules_disk.cpp).
void check_program_files(const CheckContext& context, Findings& findings);
void check_php_folders(const CheckContext& context, Findings& findings);
void check_index_files(const CheckContext& context, Findings& findings);
void check_web_configs(const CheckContext& context, Findings& findings);

// Accounts (rules_accounts.cpp).
void check_isolation(const CheckContext& context, Findings& findings);
void check_local_system(const CheckContext& context, Findings& findings);
void check_old_accounts(const CheckContext& context, Findings& findings);

// What IIS 6 had and the config has not (rules_iis6.cpp).
void check_iis6_documents(const CheckContext& context, Findings& findings);
void check_iis6_users(const CheckContext& context, Findings& findings);

/// All of them, in the order of their codes.
void run_rules(const CheckContext& context, Findings& findings);

}  // namespace fcgi6to7
