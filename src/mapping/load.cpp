// Loading: every file becomes rows, every row is checked, then the rows become the Mapping.
#include <algorithm>

#include "mapping/mapping.hpp"
#include "mapping/tables.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

using Patterns = std::span<const std::string_view>;

class Loader {
 public:
  Loader(std::span<const SourceText> replacements, Diagnostics& diagnostics)
      : replacements_(replacements), diagnostics_(diagnostics) {}

  Mapping load() {
    load_targets(file("targets.ini"));
    load_sections(file("sections.ini"));
    load_settings(file("settings.ini"));
    load_detection(file("detection.ini"));
    load_engines(file("engines.ini"));
    load_explanations(file("diagnostics.ini"));
    return std::move(mapping_);
  }

 private:
  SourceText file(std::string_view name) const {
    for (const SourceText& replacement : replacements_) {
      const std::string& path = replacement.name();
      if (path == name || path.ends_with("/" + std::string(name))) return replacement;
    }
    for (const TableFile& table : embedded_tables())
      if (table.name == name)
        return SourceText("mappings/" + std::string(name), std::string(table.text));
    return SourceText("mappings/" + std::string(name), "");
  }

  void bad(const SourceText& table, Span where, std::string phrase, std::string hint) {
    diagnostics_.add(Severity::error, "MAP005", table, where, std::move(phrase), std::move(hint));
  }

  template <typename Enum>
  Enum choose(const SourceText& table, const TableRow& row, std::string_view field,
              std::initializer_list<std::pair<std::string_view, Enum>> choices) {
    std::string legal;
    for (const auto& [name, value] : choices) {
      if (row.text(field) == name) return value;
      legal.append(legal.empty() ? "" : ", ").append(name);
    }
    bad(table, row.where,
        "row [" + row.name + "]: '" + row.text(field) + "' is no " + std::string(field),
        "Choose one of " + legal);
    return choices.begin()->second;
  }

  void load_targets(const SourceText& table) {
    static constexpr std::string_view fields[] = {
        "type",  "since",    "key",          "required",       "default",        "choices",
        "range", "expanded", "range from *", "default from *", "expanded from *"};
    static constexpr std::string_view version_fields[] = {"order", "assumed"};
    for (const TableRow& row : read_table(table, diagnostics_)) {
      if (row.name == "versions") {
        check_fields(table, row, version_fields, diagnostics_);
        for (const std::string& version : split_list(row.text("order")))
          mapping_.targets.push_back({version, {}});
        mapping_.assumed_target = row.text("assumed");
        if (!mapping_.find_target(mapping_.assumed_target))
          bad(table, row.where, "the assumed version is not among the versions",
              "Name one of them");
        continue;
      }
      check_fields(table, row, fields, diagnostics_);
      check_versions(table, row);
      load_attribute(table, row);
    }
  }

  void check_versions(const SourceText& table, const TableRow& row) {
    for (const TableRow::Field& field : row.fields) {
      const std::size_t from = field.name.find(" from ");
      const std::string version = field.name == "since"       ? field.value
                                  : from == std::string::npos ? ""
                                                              : field.name.substr(from + 6);
      if (!version.empty() && !mapping_.find_target(version))
        bad(table, field.where, "'" + version + "' is not among the versions of IIS",
            "Name one of those in [versions]");
    }
  }

  // What an attribute is in every version.
  AttributeRule read_attribute(const SourceText& table, const TableRow& row) {
    AttributeRule rule;
    rule.name = row.name.substr(row.name.find('/') + 1);  // npos + 1: the whole name
    rule.type = choose<AttributeType>(table, row, "type",
                                      {{"text", AttributeType::text},
                                       {"number", AttributeType::number},
                                       {"switch", AttributeType::toggle},
                                       {"choice", AttributeType::choice},
                                       {"flags", AttributeType::flags}});
    rule.key = row.is("key");
    rule.required = row.is("required");
    rule.may_be_empty = row.is("empty");
    rule.expanded = row.is("expanded");
    rule.choices = split_list(row.text("choices"));
    rule.usual = split_list(row.text("usual"));
    set_range(table, row, row.find("range"), rule);
    if (const auto* value = row.find("default")) rule.default_value = value->value;
    return rule;
  }

  void load_attribute(const SourceText& table, const TableRow& row) {
    AttributeRule rule = read_attribute(table, row);
    bool there = row.find("since") == nullptr;
    for (TargetSchema& target : mapping_.targets) {
      there = there || row.text("since") == target.version;
      set_range(table, row, row.find("range from " + target.version), rule);
      if (const auto* value = row.find("default from " + target.version))
        rule.default_value = value->value;
      if (const auto* value = row.find("expanded from " + target.version))
        rule.expanded = value->value == "yes";
      if (!there) continue;
      target.attributes.push_back(rule);
      if (rule.default_value && !rule.refuses(*rule.default_value).empty())
        bad(table, row.where,
            "[" + row.name + "]: the default '" + *rule.default_value + "' for " + target.version +
                " is not legal: " + rule.refuses(*rule.default_value),
            "Correct default or range");
    }
  }

  void set_range(const SourceText& table, const TableRow& row, const TableRow::Field* field,
                 AttributeRule& rule) {
    if (!field) return;
    const std::size_t dots = std::min(field->value.find(".."), field->value.size());
    const auto low = decimal(field->value.substr(0, dots));
    const auto high = decimal(field->value.substr(std::min(dots + 2, field->value.size())));
    if (low && high && *low <= *high)
      rule.range = {*low, *high};
    else
      bad(table, field->where, "[" + row.name + "]: '" + field->value + "' is no range",
          "Write smallest..largest");
  }

  void load_sections(const SourceText& table) {
    static constexpr std::string_view fields[] = {"path", "add", "removes", "case"};
    static constexpr std::string_view attribute_fields[] = {
        "of", "type", "key", "required", "empty", "choices", "default", "usual"};
    for (const TableRow& row : read_table(table, diagnostics_)) {
      const std::size_t slash = row.name.find('/');
      if (slash == std::string::npos) {
        check_fields(table, row, fields, diagnostics_);
        SectionRule rule;
        rule.name = row.name;
        rule.path = row.text("path");
        rule.add = row.text("add");
        rule.removes = row.is("removes");
        rule.key_has_case = row.is("case");
        mapping_.sections.push_back(std::move(rule));
        continue;
      }
      check_fields(table, row, attribute_fields, diagnostics_);
      if (mapping_.sections.empty() || mapping_.sections.back().name != row.name.substr(0, slash)) {
        bad(table, row.where, "[" + row.name + "] does not stand behind its section",
            "Put it behind [" + row.name.substr(0, slash) + "]");
        continue;
      }
      const AttributeRule rule = read_attribute(table, row);
      if (rule.default_value && !rule.refuses(*rule.default_value).empty())
        bad(table, row.where,
            "[" + row.name + "]: the default '" + *rule.default_value +
                "' is not legal: " + rule.refuses(*rule.default_value),
            "Correct the default");
      SectionRule& section = mapping_.sections.back();
      (row.find("of") ? section.own : section.item).push_back(rule);
    }
  }

  void load_settings(const SourceText& table) {
    static constexpr std::string_view fields[] = {
        "to",  "type",    "since",  "default", "default in 1.5", "required",
        "did", "instead", "remedy", "source",  "handler"};
    for (const TableRow& row : read_table(table, diagnostics_)) {
      check_fields(table, row, fields, diagnostics_);
      SettingRule rule;
      rule.name = row.name;
      rule.attribute = row.text("to");
      rule.type = choose<ValueType>(table, row, "type",
                                    {{"text", ValueType::text},
                                     {"path", ValueType::path},
                                     {"list", ValueType::list},
                                     {"number", ValueType::number},
                                     {"seconds", ValueType::seconds},
                                     {"bytes", ValueType::bytes},
                                     {"switch", ValueType::toggle},
                                     {"choice", ValueType::choice},
                                     {"file", ValueType::file}});
      rule.required = row.is("required");
      if (row.find("since"))
        rule.since = choose<SourceVersion>(
            table, row, "since", {{"1.5", SourceVersion::v1_5}, {"1.0", SourceVersion::v1_0}});
      if (const auto* value = row.find("default")) rule.default_1_5 = value->value;
      if (rule.since == SourceVersion::v1_0) rule.default_1_0 = rule.default_1_5;
      if (const auto* value = row.find("default in 1.5")) rule.default_1_5 = value->value;
      rule.handler = row.text("handler");
      rule.did = row.text("did");
      rule.instead = row.text("instead");
      rule.remedy = row.text("remedy");
      check_setting(table, row, rule);
      mapping_.settings.push_back(std::move(rule));
    }
  }

  void check_setting(const SourceText& table, const TableRow& row, const SettingRule& rule) {
    if (rule.ignored() && (rule.did.empty() || rule.instead.empty()))
      bad(table, row.where, "[" + row.name + "] has no successor and does not say what it did",
          "Add 'to', or 'did' and 'instead'");
    if (rule.ignored() || rule.type == ValueType::list || mapping_.targets.empty()) return;
    if (!mapping_.targets.back().find(rule.attribute))
      bad(table, row.where,
          "[" + row.name + "]: <application> has no attribute '" + rule.attribute + "'",
          "Name one of targets.ini");
  }

  void load_detection(const SourceText& table) {
    static constexpr std::string_view source_fields[] = {"dll from", "comment", "value",
                                                         "application path"};
    static constexpr std::string_view target_fields[] = {"declares"};
    Detection& detection = mapping_.detection;
    for (const TableRow& row : read_table(table, diagnostics_)) {
      if (row.name == "source 1.5") {
        check_fields(table, row, source_fields, diagnostics_);
        const std::string version = row.text("dll from");
        const std::size_t dot = version.find('.');
        const auto major = decimal(version.substr(0, dot));
        const auto minor =
            dot == std::string::npos ? std::nullopt : decimal(version.substr(dot + 1));
        if (!major || !minor)
          bad(table, row.where, "'" + version + "' is no file version", "Write MAJOR.MINOR");
        detection.dll_from = {static_cast<unsigned>(major.value_or(0)),
                              static_cast<unsigned>(minor.value_or(0))};
        detection.comment = row.text("comment");
        detection.application_path = row.is("application path");
        for (const std::string& value : split_list(row.text("value")))
          detection.values.emplace_back(trim(value.substr(0, value.find('='))),
                                        trim(value.substr(value.find('=') + 1)));
      } else if (row.name.starts_with("target ") && mapping_.find_target(row.name.substr(7))) {
        check_fields(table, row, target_fields, diagnostics_);
        for (std::string& section : split_list(row.text("declares")))
          detection.declares.emplace_back(row.name.substr(7), std::move(section));
      } else {
        bad(table, row.where, "[" + row.name + "] names no version",
            "Write [source 1.5] or [target VERSION]");
      }
    }
  }

  void load_engines(const SourceText& table) {
    static constexpr std::string_view fields[] = {"separate with",     "requests variable",
                                                  "requests default",  "settings file",
                                                  "settings variable", "signal seconds"};
    for (const TableRow& row : read_table(table, diagnostics_)) {
      if (row.name == "usual values") {
        for (const TableRow::Field& field : row.fields)
          mapping_.usual_values.emplace_back(field.name, field.value);
        continue;
      }
      check_fields(table, row, fields, diagnostics_);
      const auto requests = decimal(row.text("requests default"));
      if (row.find("requests variable") && !requests)
        bad(table, row.where, "[" + row.name + "]: 'requests default' is no number",
            "Write a number of requests");
      if (row.find("separate with") &&
          row.text("separate with").find("{pool}") == std::string::npos)
        bad(table, row.where, "[" + row.name + "]: 'separate with' lacks {pool}",
            "Put {pool} where the name belongs");
      const auto seconds = decimal(row.text("signal seconds"));
      if (row.find("signal seconds") && !seconds)
        bad(table, row.where, "[" + row.name + "]: 'signal seconds' is no number",
            "Write a number of seconds");
      mapping_.engines.push_back(
          {row.name, row.text("separate with"), row.text("requests variable"), requests.value_or(0),
           row.text("settings file"), row.text("settings variable"), seconds.value_or(0)});
    }
  }

  void load_explanations(const SourceText& table) {
    static constexpr std::string_view fields[] = {"title",  "cause",   "consequence",
                                                  "remedy", "example", "severity",
                                                  "source", "told by", "fix"};
    for (const TableRow& row : read_table(table, diagnostics_)) {
      check_fields(table, row, fields, diagnostics_);
      mapping_.explanations.push_back({row.name, row.text("title"), row.text("cause"),
                                       row.text("consequence"), row.text("remedy"),
                                       lines_of(row.text("example")), severity_of(table, row),
                                       row.text("source"), row.text("told by"), row.text("fix")});
    }
  }

  static std::vector<std::string> lines_of(std::string_view example) {
    constexpr std::string_view separator = " | ";
    std::vector<std::string> lines;
    while (!example.empty()) {
      const std::size_t end = std::min(example.find(separator), example.size());
      lines.emplace_back(example.substr(0, end));
      example.remove_prefix(std::min(end + separator.size(), example.size()));
    }
    return lines;
  }

  std::optional<Severity> severity_of(const SourceText& table, const TableRow& row) {
    const std::string word = row.text("severity");
    for (const Severity severity : {Severity::note, Severity::warning, Severity::error})
      if (word == to_string(severity)) return severity;
    if (!word.empty())
      bad(table, row.where, "[" + row.name + "]: '" + word + "' is no severity",
          "Write error, warning or note");
    return std::nullopt;
  }

  std::span<const SourceText> replacements_;
  Diagnostics& diagnostics_;
  Mapping mapping_;
};

}  // namespace

std::optional<Mapping> load_mapping(std::span<const SourceText> replacements,
                                    Diagnostics& diagnostics) {
  const std::size_t errors = diagnostics.count(Severity::error);
  Mapping mapping = Loader(replacements, diagnostics).load();
  if (diagnostics.count(Severity::error) > errors) return std::nullopt;
  return mapping;
}

}  // namespace fcgi6to7
