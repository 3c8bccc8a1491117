// What the ini asks of the target: each process pool as an application, its values converted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fcgiext/fcgiext.hpp"
#include "mapping/mapping.hpp"
#include "plan/migrate.hpp"

namespace fcgi6to7 {

/// What every step of planning needs to know.
struct Context {
  const Mapping& mapping;
  const Options& options;
  const TargetSchema& target;
  const SourceFacts& source;
  const std::function<bool(const std::string&)>& exists;
  const std::function<std::optional<std::string>(const std::string&)>& read;
  Diagnostics& diagnostics;
};

/// An attribute to have, and the line that says so.
struct WantedValue {
  std::string rule;
  std::string attribute;
  std::string value;
  Origin from;
  Span where;
};

struct WantedVariable {
  std::string name;
  std::string value;
  Origin from;
  Span where;
};

struct WantedApplication {
  const Pool* pool = nullptr;
  const SourceText* ini = nullptr;
  std::optional<Scope> scope;  ///< of its most specific binding; nothing: no binding names it
  std::string full_path;
  std::string arguments;
  std::vector<WantedValue> values;  ///< with fullPath and arguments
  std::vector<WantedVariable> variables;
  std::vector<Change> answered;  ///< settings of which nothing comes
  std::string left_out;          ///< why the pool is not migrated; empty: it is
  std::optional<WantedValue>
      response_buffer_limit;  ///< for handler mappings, when these are migrated
  const WantedApplication* successor =
      nullptr;                                  ///< serves the requests of a pool that lost its key
  std::vector<const WantedApplication*> twins;  ///< pools with the same key and settings

  const WantedValue* find(std::string_view attribute) const;
  const WantedVariable* find_variable(std::string_view name) const;
};

/// Converts every pool of an ini. Each setting becomes a value, a variable or an answered change.
std::vector<WantedApplication> read_pools(const FcgiExt& file, const SourceText& ini,
                                          const Context& context);

/// The origin of a setting, for reports.
Origin origin_of(const SourceText& ini, const Setting& setting);

}  // namespace fcgi6to7
