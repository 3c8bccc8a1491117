#include "plan/wanted.hpp"

#include <algorithm>

#include "plan/environment.hpp"
#include "plan/path_rules.hpp"
#include "plan/values.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

bool is_listed(const std::vector<std::string>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](const auto& n) { return equal_without_case(n, name); });
}

// Reads one pool: setting by setting, each with exactly one answer.
class PoolReader {
 public:
  PoolReader(const Pool& pool, const SourceText& ini, const Context& context)
      : ini_(ini), context_(context), options_(context.options) {
    wanted_.pool = &pool;
    wanted_.ini = &ini;
  }

  WantedApplication read(std::optional<Scope> scope) {
    wanted_.scope = scope;
    const Pool& pool = *wanted_.pool;
    if (is_listed(options_.skip_pools, pool.name)) {
      wanted_.left_out = "--skip-pool " + pool.name;
      report(Severity::note, "PLN070", pool.where,
             "[" + pool.name + "] is skipped, as --skip-pool says", "");
    }
    read_program();
    for (const Setting& setting : pool.settings) read_setting(setting);
    check_program();
    return std::move(wanted_);
  }

 private:
  void report(Severity severity, std::string_view code, Span where, std::string phrase,
              std::string hint) {
    context_.diagnostics.add(severity, code, ini_, where, std::move(phrase), std::move(hint));
  }

  // ExePath first: MonitorChangesTo leans on it, wherever it stands.
  void read_program() {
    for (const Setting& setting : wanted_.pool->settings)
      if (equal_without_case(setting.key, "ExePath"))
        program_ = replace_paths(*read_path(setting.value).value, options_.replace_paths).text;
  }

  void answer(const Setting& setting, Fate fate, std::string_view rule, std::string reason) {
    wanted_.answered.push_back({Action::skip,
                                fate,
                                std::string(rule),
                                origin_of(ini_, setting),
                                "",
                                {},
                                {},
                                std::move(reason),
                                false});
  }

  void read_setting(const Setting& setting) {
    const SettingRule* rule = context_.mapping.find_setting(setting.key);
    if (!rule) return unknown(setting);
    if (is_listed(options_.skip_settings, rule->name))
      return answer(setting, Fate::refused, rule->name, "--skip-setting");
    if (!wanted_.left_out.empty())
      return answer(setting, Fate::refused, rule->name, wanted_.left_out);
    if (rule->ignored()) return ignored(setting, *rule);
    if (rule->since == SourceVersion::v1_5 && !is_of_target_or_source(setting, *rule)) return;
    if (rule->type == ValueType::list) return read_variables(setting, *rule);
    convert(setting, *rule);
  }

  void unknown(const Setting& setting) {
    const auto names = context_.mapping.setting_names();
    const auto near = nearest(setting.key, names);
    report(Severity::warning, "PLN004", setting.where,
           "'" + setting.key + "' is no setting of a process pool; IIS 6 ignored it",
           near ? "Did you mean " + std::string(*near) +
                      "? If so, it never worked; remove or correct the line"
                : "Remove the line");
    answer(setting, Fate::ignored, setting.key, "no setting of a process pool");
  }

  // What handler mappings take over is answered when these are planned.
  bool belongs_to_handlers(const Setting& setting, const SettingRule& rule) {
    if (rule.handler.empty()) return false;
    const Converted converted = read_number(setting.value);
    if (!converted.value) return false;
    wanted_.response_buffer_limit = WantedValue{rule.name, rule.handler, *converted.value,
                                                origin_of(ini_, setting), setting.where};
    return true;
  }

  void ignored(const Setting& setting, const SettingRule& rule) {
    if (belongs_to_handlers(setting, rule)) return;
    std::string remedy = replaced(rule.remedy, "{value}", setting.value);
    report(Severity::warning, "PLN005", setting.where,
           rule.name + " is not carried over: it " + rule.did + "; IIS 7 has " + rule.instead,
           remedy.empty() ? "" : "Run for each handler mapping of this pool: " + remedy);
    answer(setting, Fate::ignored, rule.name, "IIS 7 has " + rule.instead);
  }

  bool is_of_target_or_source(const Setting& setting, const SettingRule& rule) {
    const bool explicit_1_0 = options_.source_version == SourceVersion::v1_0;
    if (explicit_1_0) {
      report(Severity::warning, "PLN007", setting.where,
             rule.name + " came with version 1.5; version 1.0, as given, ignored it",
             "Pass --source-version 1.5 if the server had 1.5");
      answer(setting, Fate::ignored, rule.name, "not a setting of version 1.0");
      return false;
    }
    if (!context_.target.find(rule.attribute)) {
      report(Severity::warning, "PLN006", setting.where,
             "IIS " + context_.target.version + " does not know " + rule.attribute +
                 "; writing it would stop FastCGI",
             "Install KB980363 and pass --target 7.0+kb980363, or migrate to IIS 7.5 or later");
      answer(setting, Fate::refused, rule.name,
             "IIS " + context_.target.version + " has no " + rule.attribute);
      return false;
    }
    return true;
  }

  Converted read_value(const Setting& setting, const SettingRule& rule,
                       const AttributeRule& attribute) {
    switch (rule.type) {
      case ValueType::number:
      case ValueType::seconds:
      case ValueType::bytes:
        return read_number(setting.value);
      case ValueType::toggle:
        return read_switch(setting.value);
      case ValueType::choice:
        return read_choice(setting.value, attribute.choices);
      case ValueType::path:
        return read_path(setting.value);
      case ValueType::file:
        return read_file(setting.value, program_);
      case ValueType::text:
      case ValueType::list:
        break;
    }
    return read_text(setting.value);
  }

  void convert(const Setting& setting, const SettingRule& rule) {
    const AttributeRule* attribute = context_.target.find(rule.attribute);
    if (!attribute)
      return answer(setting, Fate::refused, rule.name, "the schema has no " + rule.attribute);
    Converted converted = read_value(setting, rule, *attribute);
    bool failed = false;
    for (Remark& remark : converted.remarks) {
      failed = failed || remark.severity == Severity::error;
      remark.phrase = rule.name + ": " + remark.phrase;
      report(remark.severity, remark.code, setting.value_at, std::move(remark.phrase),
             std::move(remark.hint));
    }
    if (!converted.value)
      return answer(setting, Fate::refused, rule.name,
                    failed ? "not a legal value" : "no value: the default holds");
    if (rule.type == ValueType::path || rule.type == ValueType::text ||
        rule.type == ValueType::file)
      converted.value = move_paths(setting, *converted.value);
    if (!fits(setting, rule, *attribute, *converted.value)) return;
    keep_value(setting, rule, std::move(*converted.value));
  }

  std::string move_paths(const Setting& setting, const std::string& value) {
    const ReplacedText moved = replace_paths(value, options_.replace_paths);
    for (const std::string& use : moved.used)
      report(Severity::note, "PLN071", setting.value_at, setting.key + ": --replace-path " + use,
             "");
    return moved.text;
  }

  // Within the target's range, or brought there.
  bool fits(const Setting& setting, const SettingRule& rule, const AttributeRule& attribute,
            std::string& value) {
    const std::string why = attribute.refuses(value);
    if (why.empty()) return true;
    const std::string phrase =
        rule.name + "=" + setting.value + " is not legal on IIS " + context_.target.version + ": ";
    const auto number = decimal(value);
    if (options_.range == RangePolicy::clamp && attribute.range && number) {
      value = std::to_string(
          std::clamp<unsigned long long>(*number, attribute.range->first, attribute.range->second));
      report(Severity::warning, "PLN010", setting.value_at,
             phrase + why + "; " + value + " is written", "");
      return true;
    }
    std::string hint = "Correct the value, or pass --range clamp to get the nearest legal one";
    if (number == 0 && equal_without_case(rule.name, "MaxInstances"))
      hint =
          "0 lets the server choose, which IIS 7.0 cannot before KB980363: write a number, or "
          "install the "
          "update and pass --target 7.0+kb980363";
    report(Severity::error, "PLN019", setting.value_at, phrase + why, std::move(hint));
    answer(setting, Fate::refused, rule.name, why);
    return false;
  }

  void keep_value(const Setting& setting, const SettingRule& rule, std::string value) {
    if (rule.attribute == "fullPath") wanted_.full_path = value;
    if (rule.attribute == "arguments") {
      wanted_.arguments = value;
      check_arguments(setting);
      if (value.empty())
        return answer(setting, Fate::superseded, rule.name, "empty, as without it");
    }
    if (rule.type == ValueType::file) check_exists(setting, rule, value);
    wanted_.values.push_back(
        {rule.name, rule.attribute, std::move(value), origin_of(ini_, setting), setting.value_at});
  }

  void check_arguments(const Setting& setting) {
    const AttributeRule* attribute = context_.target.find("arguments");
    if (!attribute || attribute->expanded || !has_variable(wanted_.arguments)) return;
    report(Severity::warning, "PLN024", setting.value_at,
           "IIS " + context_.target.version +
               " expands %VAR% in a handler's scriptProcessor but not in arguments, "
               "so no handler would match this pool",
           "Write the path itself in Arguments");
  }

  void check_exists(const Setting& setting, const SettingRule& rule, const std::string& path) {
    if (!context_.exists || path.empty() || context_.exists(path)) return;
    report(Severity::warning, "PLN090", setting.value_at,
           rule.name + ": " + path + " does not exist on this server",
           "Install the program there, or pass --replace-path for folders that moved");
  }

  void read_variables(const Setting& setting, const SettingRule& rule) {
    EnvironmentList list = read_environment(setting.value);
    for (Remark& remark : list.remarks)
      report(remark.severity, remark.code, setting.value_at, rule.name + ": " + remark.phrase,
             std::move(remark.hint));
    if (list.variables.empty())
      return answer(setting, Fate::superseded, rule.name, "names no variable");
    if (!fits_xml(setting.value)) {
      report(Severity::error, "PLN019", setting.value_at,
             rule.name + " holds a character that XML cannot", "Remove the control character");
      return answer(setting, Fate::refused, rule.name, "XML cannot hold it");
    }
    for (EnvironmentVariable& variable : list.variables) {
      // Its own text alone: that of the whole setting, once a variable, would be quadratic.
      Origin from{ini_.name(), setting.line, variable.name + ":" + variable.value};
      wanted_.variables.push_back({std::move(variable.name), move_paths(setting, variable.value),
                                   std::move(from), setting.value_at});
    }
  }

  void check_program() {
    const Pool& pool = *wanted_.pool;
    if (!wanted_.left_out.empty()) return;
    if (!wanted_.full_path.empty()) {
      for (const Setting& setting : pool.settings)
        if (equal_without_case(setting.key, "ExePath"))
          check_exists(setting, *context_.mapping.find_setting("ExePath"), wanted_.full_path);
      if (!wanted_.scope)
        report(Severity::note, "PLN003", pool.where,
               "no binding in [Types] names [" + pool.name +
                   "]: nothing reached it on IIS 6; it is migrated all the same",
               "Pass --skip-pool to leave it out");
      return;
    }
    if (wanted_.scope)
      report(Severity::error, "PLN001", pool.where,
             "[" + pool.name + "] is bound in [Types] and has no ExePath",
             "Add ExePath=…, or leave the pool out with --skip-pool or --partial");
    else
      report(Severity::warning, "PLN002", pool.where,
             "[" + pool.name + "] has no ExePath and no binding: it is no process pool",
             equal_without_case(pool.name, "Type") ? "Did you mean [Types]?"
                                                   : "Remove the section, or add ExePath");
    leave_out("the pool has no ExePath");
  }

  // Everything that was to be carried over is answered by the reason instead.
  void leave_out(std::string reason) {
    wanted_.left_out = std::move(reason);
    for (WantedValue& value : wanted_.values)
      wanted_.answered.push_back({Action::skip,
                                  Fate::refused,
                                  value.rule,
                                  value.from,
                                  "",
                                  {},
                                  {},
                                  wanted_.left_out,
                                  false});
    for (WantedVariable& variable : wanted_.variables)
      wanted_.answered.push_back({Action::skip,
                                  Fate::refused,
                                  "EnvironmentVars",
                                  variable.from,
                                  "",
                                  {},
                                  {},
                                  wanted_.left_out,
                                  false});
    wanted_.values.clear();
    wanted_.variables.clear();
  }

  const SourceText& ini_;
  const Context& context_;
  const Options& options_;
  std::string program_;
  WantedApplication wanted_;
};

}  // namespace

const WantedValue* WantedApplication::find(std::string_view attribute) const {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const WantedValue& v) { return v.attribute == attribute; });
  return found == values.end() ? nullptr : &*found;
}

const WantedVariable* WantedApplication::find_variable(std::string_view name) const {
  const auto found = std::find_if(variables.begin(), variables.end(), [&](const WantedVariable& v) {
    return equal_without_case(v.name, name);
  });
  return found == variables.end() ? nullptr : &*found;
}

Origin origin_of(const SourceText& ini, const Setting& setting) {
  return {ini.name(), setting.line, setting.key + "=" + setting.value};
}

std::vector<WantedApplication> read_pools(const FcgiExt& file, const SourceText& ini,
                                          const Context& context) {
  std::vector<std::optional<Scope>> scopes(file.pools.size());
  for (const Binding& binding : file.bindings) {
    if (!binding.pool_at) continue;
    std::optional<Scope>& scope = scopes[*binding.pool_at];
    scope = scope ? std::min(*scope, binding.scope()) : binding.scope();
  }
  std::vector<WantedApplication> wanted;
  for (std::size_t i = 0; i < file.pools.size(); ++i)
    wanted.push_back(PoolReader(file.pools[i], ini, context).read(scopes[i]));
  return wanted;
}

}  // namespace fcgi6to7
