// The handler mappings that hold at a level: what IIS makes of add, remove and clear, level by
// level.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "apphost/apphost.hpp"
#include "plan/routes.hpp"

namespace fcgi6to7 {

/// A handler mapping of the config, or one that is planned.
struct Handler {
  std::string name, path, verb, modules, processor, resource_type, require_access;
  bool allow_path_info = false;
  bool planned = false;  ///< this plan wants it: new, or there and kept
  bool created = false;  ///< new: exact in its verbs, which one of the config need not be

  bool is_fast_cgi() const;
  /// Whether requests for a file name with this verb come here.
  bool takes(std::string_view file_name, std::string_view verb) const;
  /// Whether one of its paths is the pattern.
  bool has_path(std::string_view pattern) const;
  bool shares_verb(std::string_view verbs) const;
  bool has_all_verbs_of(const Handler& other) const;
};

/// Whether FastCgiModule is among a handler mapping's modules.
bool lists_fast_cgi(std::string_view modules);

/// Reads <add> of a handlers section.
Handler read_handler(const Element& add);

/// The list of one level, first match first.
class EffectiveHandlers {
 public:
  /// Applies a level's own section to what it inherits. Items of a level come before inherited ones
  /// (mergeAppend="false"). The handlers of the section are kept in `storage`, in child order;
  /// other children are null.
  std::vector<Handler*> apply(const Element& section, std::deque<Handler>& storage);
  /// Puts handlers before all others; the first one stays first.
  void add_first(const std::vector<Handler*>& handlers);
  void remove(std::string_view name);
  /// The first one that takes a request; null: none does.
  Handler* first(std::string_view file_name, std::string_view verb) const;
  const std::vector<Handler*>& list() const { return list_; }
  /// To be called after a handler of the list has got other paths.
  void changed() { index_.reset(); }

 private:
  struct Index;
  const Index& index() const;

  std::vector<Handler*> list_;
  mutable std::shared_ptr<const Index> index_;  // made at the first question; copies share it
};

}  // namespace fcgi6to7
