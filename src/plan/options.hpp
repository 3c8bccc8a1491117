// What the user decides about a migration. Every field is an option of `plan` and `apply`.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fcgiext/fcgiext.hpp"
#include "mapping/mapping.hpp"

namespace fcgi6to7 {

/// What happens where the config has an attribute or a variable with another value.
enum class Existing {
  update,  ///< the ini's value wins
  keep,    ///< the config's value stays; what is missing is added
  fail,    ///< an error
};

/// What happens to a setting that the ini leaves out while the defaults of IIS 6 and of the target
/// differ.
enum class Defaults {
  pin,   ///< IIS 6's default is written
  keep,  ///< nothing is written; the difference is reported
};

/// What happens to a value outside the target's range.
enum class RangePolicy { refuse, clamp };

/// What happens to process pools with one executable and arguments but different settings.
enum class Collisions {
  refuse,    ///< an error
  first,     ///< the first by the precedence of [Types] wins
  separate,  ///< each later one gets an argument that tells it apart
};

/// Which handler mappings are planned, so that requests reach the pools.
enum class Handlers {
  off,       ///< none: bindings are reported with the command that would do it
  types,     ///< from [Types] alone
  metabase,  ///< from [Types] and the script maps of MetaBase.xml
};

/// A wildcard script map that existed on IIS 6 (--wildcard-map); nothing: at every site.
struct WildcardMap {
  std::optional<std::string> site_id;
};

/// "OLD=NEW" for drives and folders that moved.
struct PathReplacement {
  std::string from;
  std::string to;
};

struct Options {
  std::optional<SourceVersion> source_version;  ///< nothing: detected
  std::optional<std::string> target;            ///< a version of targets.ini; nothing: detected
  std::string target_reason = "--target";       ///< who says that it is this one
  Existing existing = Existing::update;
  bool existing_is_explicit = false;  ///< typed, not the default: foreign handlers may be replaced
  Defaults defaults = Defaults::pin;
  RangePolicy range = RangePolicy::refuse;
  Collisions collisions = Collisions::refuse;
  Repeats repeats = Repeats::last;
  std::optional<unsigned> codepage;   ///< of the ini, given explicitly
  unsigned fallback_codepage = 1252;  ///< when the ini is neither marked nor UTF-8
  bool fix_php_max_requests = false;
  Handlers handlers = Handlers::off;
  std::vector<WildcardMap> wildcard_maps;
  std::vector<std::pair<std::string, std::string>> sites;  ///< --site ID=NAME
  bool response_buffer_limit = false;  ///< without handlers: patch the handlers that are there
  bool partial = false;                ///< write what is sound, leave the rest out
  bool strict = false;                 ///< warnings are errors
  std::vector<std::string> skip_pools;
  std::vector<std::string> skip_settings;
  std::vector<PathReplacement> replace_paths;
};

/// Whether a migration may change handler mappings.
inline bool changes_mappings(const Options& options) {
  return options.handlers != Handlers::off || options.response_buffer_limit;
}

}  // namespace fcgi6to7
