#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "metabase/assemble.hpp"
#include "metabase/metabase.hpp"
#include "metabase/properties.hpp"
#include "metabase/tags.hpp"
#include "metabase/values.hpp"
#include "metabase/warnings.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

bool has_anything(const MetaNode& node) {
  constexpr std::array all{Inherited::script_maps, Inherited::access_flags,
                           Inherited::allow_path_info, Inherited::app_root, Inherited::app_pool};
  return std::any_of(all.begin(), all.end(), [&](Inherited p) { return has_own(node, p); });
}

class Reader {
 public:
  Reader(const SourceText& source, Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics), warnings_(source, diagnostics) {}

  std::optional<MetaBase> read();

 private:
  bool check_shape(const MetaTag& tag);
  void open_location(const MetaTag& tag);
  void read_custom(const MetaTag& tag);
  void close_location();
  void apply(MetaProperty what, const MetaAttribute& attribute, bool passed_down);
  void apply_to_node(MetaProperty what, const MetaAttribute& attribute);
  void apply_switch(std::optional<bool>& target, const MetaAttribute& attribute);
  void apply_access_flags(const MetaAttribute& attribute);
  void apply_access_bit(const MetaAttribute& attribute);
  void apply_restrictions(Span value);
  std::vector<ScriptMapUse> script_maps(Span value);
  std::optional<std::size_t> script_map(std::string_view raw, Span where);
  std::vector<std::string> strings(Span value) const;
  std::string value(Span raw) const { return decode_value(source_.slice(raw)); }

  bool finish();

  const SourceText& source_;
  Diagnostics& diagnostics_;
  MetaWarnings warnings_;
  MetaBase base_;
  bool is_metabase_ = false;
  MetaLevel level_ = MetaLevel::elsewhere;  // of the open location
  MetaNode node_;                           // the open location
  unsigned switched_on_ = 0;                // access bits that it sets one by one
  unsigned switched_off_ = 0;
  unsigned seen_ = 0;  // a bit per MetaProperty that it has had
  std::map<std::uint32_t, MetaSite> sites_;
  std::map<std::string_view, std::size_t> known_maps_;  // by raw line
};

std::optional<MetaBase> Reader::read() {
  const auto nul = source_.text().find('\0');
  if (nul != std::string_view::npos) {
    diagnostics_.add(Severity::error, "MTB001", source_, {nul, nul}, "the file holds NUL bytes",
                     "Name the MetaBase.xml of the IIS 6 server, not MetaBase.bin or a backup");
    return std::nullopt;
  }
  TagScanner scanner(source_.text());
  MetaTag tag;
  while (scanner.next(tag)) {
    const bool starts = tag.kind != MetaTag::Kind::end;
    const bool ends = tag.kind != MetaTag::Kind::start;
    if (tag.depth <= 2 && starts && !check_shape(tag)) return std::nullopt;
    if (tag.depth == 3 && starts) open_location(tag);
    if (tag.depth == 4 && starts) read_custom(tag);
    if (tag.depth == 3 && ends) close_location();
  }
  if (const auto& failure = scanner.failure()) {
    diagnostics_.add(Severity::error, failure->code, source_, failure->where, failure->phrase,
                     failure->hint);
    return std::nullopt;
  }
  if (!finish()) return std::nullopt;
  warnings_.finish();
  return std::move(base_);
}

// <configuration> with <MBProperty> in it.
bool Reader::check_shape(const MetaTag& tag) {
  const std::string_view expected = tag.depth == 1 ? "configuration" : "MBProperty";
  if (tag.name == expected) {
    is_metabase_ = is_metabase_ || tag.depth == 2;
    return true;
  }
  const bool is_config = tag.depth == 2 && tag.name == "configSections";
  diagnostics_.add(Severity::error, "MTB001", source_, tag.where,
                   is_config
                       ? "this is a configuration of IIS 7 or of .NET, not a metabase"
                       : "this is not a metabase: " + std::string(expected) + " is expected here",
                   "Name the MetaBase.xml of the IIS 6 server; it lies in "
                   "%windir%\\system32\\inetsrv");
  return false;
}

void Reader::open_location(const MetaTag& tag) {
  level_ = MetaLevel::elsewhere;
  const auto location =
      std::find_if(tag.attributes.begin(), tag.attributes.end(), [](const MetaAttribute& a) {
        return a.name.size() == 8 && equal_without_case(a.name, "Location");
      });
  if (location == tag.attributes.end()) {
    warnings_.add("MTB005", tag.where, "an element of the metabase has no Location",
                  "Give it its Location if it belongs to a site; it is passed over");
    return;
  }
  std::string path = location_path(value(location->value));
  const MetaLocation place = classify_location(path);
  level_ = place.level;
  if (level_ == MetaLevel::elsewhere) return;
  node_ = {};
  switched_on_ = switched_off_ = seen_ = 0;
  node_.path = std::move(path);
  node_.where = location->value;
  node_.site = place.site;
  if (level_ == MetaLevel::site && equal_without_case(tag.name, "IIsWebServer"))
    sites_[place.site].id = place.site;
  for (const MetaAttribute& attribute : tag.attributes)
    if (const auto what = meta_property(attribute.name)) apply(*what, attribute, true);
}

// A property outside the schema, or one whose attributes differ from it.
void Reader::read_custom(const MetaTag& tag) {
  if (level_ == MetaLevel::elsewhere || !equal_without_case(tag.name, "Custom")) return;
  std::optional<MetaProperty> by_name;
  std::optional<MetaProperty> by_id;
  bool passed_down = true;
  bool has_value = false;
  MetaAttribute property{"a property without a name", {}};
  for (const MetaAttribute& attribute : tag.attributes) {
    const std::string_view raw = source_.slice(attribute.value);
    if (equal_without_case(attribute.name, "Value")) {
      property.value = attribute.value;
      has_value = true;
    }
    if (equal_without_case(attribute.name, "ID")) {
      const auto id = decimal(trim(raw));
      by_id = id ? meta_property(*id) : std::nullopt;
    }
    if (equal_without_case(attribute.name, "Name")) {
      property.name = raw;
      by_name = meta_property(raw);
    }
    if (equal_without_case(attribute.name, "Attributes"))
      passed_down = fold_case(raw).find("inherit") != std::string::npos;
  }
  const auto what = by_id ? by_id : by_name;
  if (what && has_value) apply(*what, property, passed_down);
}

void Reader::close_location() {
  if ((switched_on_ | switched_off_) != 0)
    node_.access_flags = (node_.access_flags.value_or(0) | switched_on_) & ~switched_off_;
  const bool always = level_ == MetaLevel::service || level_ == MetaLevel::site;
  if (always || (level_ == MetaLevel::below_site && has_anything(node_)))
    base_.nodes.push_back(std::move(node_));
  level_ = MetaLevel::elsewhere;
}

void Reader::apply(MetaProperty what, const MetaAttribute& attribute, bool passed_down) {
  constexpr std::array<std::pair<MetaProperty, Inherited>, 6> inherited{{
      {MetaProperty::script_maps, Inherited::script_maps},
      {MetaProperty::access_flags, Inherited::access_flags},
      {MetaProperty::access_bit, Inherited::access_flags},
      {MetaProperty::allow_path_info, Inherited::allow_path_info},
      {MetaProperty::app_root, Inherited::app_root},
      {MetaProperty::app_pool, Inherited::app_pool},
  }};
  for (const auto& [property, as] : inherited)
    if (property == what && !passed_down) node_.retained |= inherited_bit(as);

  const unsigned bit = what == MetaProperty::access_bit ? 0 : 1U << static_cast<unsigned>(what);
  if ((seen_ & bit) != 0)
    warnings_.add("MTB008", attribute.value,
                  shortened(attribute.name) + " stands twice at " + shortened(node_.path),
                  "Take one of the two out; the later one holds");
  seen_ |= bit;

  if (what == MetaProperty::enable_32bit &&
      (level_ == MetaLevel::app_pools || level_ == MetaLevel::service)) {
    std::optional<bool> enabled;
    apply_switch(enabled, attribute);
    base_.enable_32bit = base_.enable_32bit || enabled.value_or(false);
  } else if (what == MetaProperty::restrictions && level_ == MetaLevel::service) {
    apply_restrictions(attribute.value);
  } else if (level_ == MetaLevel::site && what == MetaProperty::comment) {
    sites_[node_.site].comment = value(attribute.value);
  } else if (level_ == MetaLevel::site && what == MetaProperty::bindings) {
    sites_[node_.site].bindings = strings(attribute.value);
  } else if (level_ == MetaLevel::site && what == MetaProperty::secure_bindings) {
    sites_[node_.site].secure_bindings = strings(attribute.value);
  } else {
    apply_to_node(what, attribute);
  }
}

void Reader::apply_to_node(MetaProperty what, const MetaAttribute& attribute) {
  switch (what) {
    case MetaProperty::script_maps:
      node_.script_maps = script_maps(attribute.value);
      break;
    case MetaProperty::access_flags:
      apply_access_flags(attribute);
      break;
    case MetaProperty::access_bit:
      apply_access_bit(attribute);
      break;
    case MetaProperty::allow_path_info:
      apply_switch(node_.allow_path_info, attribute);
      break;
    case MetaProperty::app_root:
      node_.app_root = trim(value(attribute.value));
      break;
    case MetaProperty::app_pool:
      node_.app_pool = trim(value(attribute.value));
      break;
    default:  // belongs to another level and means nothing here
      break;
  }
}

void Reader::apply_switch(std::optional<bool>& target, const MetaAttribute& attribute) {
  const auto on = parse_switch(value(attribute.value));
  if (on) {
    target = on;
  } else {
    warnings_.add("MTB006", attribute.value,
                  shortened(attribute.name) + " is neither TRUE nor FALSE",
                  "Write TRUE or FALSE; it is passed over");
  }
}

void Reader::apply_access_flags(const MetaAttribute& attribute) {
  const std::string text = value(attribute.value);
  const AccessFlags flags = parse_access_flags(text);
  node_.access_flags = flags.bits;
  if (!flags.not_a_flag.empty())
    warnings_.add("MTB006", attribute.value,
                  "AccessFlags names " + shortened(flags.not_a_flag) + ", which is no access flag",
                  "Correct it; the other flags of the value hold");
}

void Reader::apply_access_bit(const MetaAttribute& attribute) {
  std::optional<bool> on;
  apply_switch(on, attribute);
  if (!on) return;
  (*on ? switched_on_ : switched_off_) |= access_bit(attribute.name);
}

// "1,C:\…\fcgiext.dll,1,FASTCGI,FastCGI Handler": allowed or not, path, deletable, group, name.
void Reader::apply_restrictions(Span list) {
  base_.fcgiext_restrictions.clear();
  for (const Span entry : split_multi_string(source_.slice(list))) {
    const Span where{list.begin + entry.begin, list.begin + entry.end};
    std::string line = value(where);
    const std::string_view text = line;
    const std::size_t comma = std::min(text.find(','), text.size());
    const bool allowed = trim(text.substr(0, comma)) == "1";
    const std::string_view rest = text.substr(std::min(comma + 1, text.size()));
    const std::string_view path = trim(rest.substr(0, rest.find(',')));
    if (equal_without_case(path, "*.dll")) base_.other_dlls_allowed = allowed;
    if (names_fcgiext(path))
      base_.fcgiext_restrictions.push_back({allowed, std::move(line), where});
  }
}

std::vector<ScriptMapUse> Reader::script_maps(Span list) {
  std::vector<ScriptMapUse> uses;
  const auto entries = split_multi_string(source_.slice(list));
  uses.reserve(entries.size());
  for (const Span entry : entries) {
    const Span where{list.begin + entry.begin, list.begin + entry.end};
    if (const auto map = script_map(source_.slice(where), where)) uses.push_back({*map, where});
  }
  return uses;
}

// The index of a raw line's map, which is parsed when the line is met for the first time.
std::optional<std::size_t> Reader::script_map(std::string_view raw, Span where) {
  const auto known = known_maps_.find(raw);
  if (known != known_maps_.end()) return known->second;
  ScriptMapResult parsed = parse_script_map(decode_value(raw));
  if (parsed.map) {
    base_.script_maps.push_back(std::move(*parsed.map));
    return known_maps_[raw] = base_.script_maps.size() - 1;
  }
  warnings_.add(
      "MTB007", where,
      "a script map of " + shortened(node_.path) + " is malformed: " + std::string(parsed.problem),
      "Correct the line to .ext,C:\\folder\\program.dll,flags,VERBS; it is passed over");
  return std::nullopt;
}

std::vector<std::string> Reader::strings(Span list) const {
  std::vector<std::string> entries;
  for (const Span entry : split_multi_string(source_.slice(list)))
    entries.push_back(value({list.begin + entry.begin, list.begin + entry.end}));
  return entries;
}

bool Reader::finish() {
  known_maps_.clear();
  if (!is_metabase_) {
    diagnostics_.add(Severity::error, "MTB001", source_.name(),
                     "this is not a metabase: the file holds no MBProperty",
                     "Name the MetaBase.xml of the IIS 6 server; it lies in "
                     "%windir%\\system32\\inetsrv");
    return false;
  }
  if (base_.nodes.empty()) {
    diagnostics_.add(Severity::error, "MTB004", source_.name(),
                     "the metabase holds nothing of the web service, /LM/W3SVC",
                     "Name a MetaBase.xml of a server that runs IIS 6 with its web service");
    return false;
  }
  assemble(base_, std::move(sites_), warnings_);
  return true;
}

}  // namespace

std::optional<MetaBase> read_metabase(const SourceText& source, Diagnostics& diagnostics) {
  return Reader(source, diagnostics).read();
}

}  // namespace fcgi6to7
