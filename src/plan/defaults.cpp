#include "plan/defaults.hpp"

#include <algorithm>

#include "plan/values.hpp"

namespace fcgi6to7 {
namespace {

std::string in_target_spelling(const SettingRule& rule, const std::string& value,
                               const Context& context) {
  if (rule.type == ValueType::toggle) return read_switch(value).value.value_or(value);
  const AttributeRule* attribute = context.target.find(rule.attribute);
  if (rule.type == ValueType::choice && attribute)
    return read_choice(value, attribute->choices).value.value_or(value);
  return value;
}

}  // namespace

std::optional<std::string> certain_default(const SettingRule& rule, const Context& context) {
  const bool same = rule.default_1_0 == rule.default_1_5;
  if (!context.source.decided && !same) return std::nullopt;
  const auto& value = rule.default_in(context.source.version);
  if (!value) return std::nullopt;
  return in_target_spelling(rule, *value, context);
}

void report_undecided_defaults(const std::vector<WantedApplication>& wanted,
                               const Context& context) {
  if (context.source.decided) return;
  const auto is_open = [](const WantedApplication& w, const SettingRule& r) {
    return w.left_out.empty() && w.twins.empty() && !w.find(r.attribute);
  };
  std::string what;
  for (const SettingRule& rule : context.mapping.settings) {
    const AttributeRule* attribute = context.target.find(rule.attribute);
    if (!attribute || !rule.default_1_0 || rule.default_1_0 == rule.default_1_5) continue;
    if (std::none_of(wanted.begin(), wanted.end(), [&](const auto& w) { return is_open(w, rule); }))
      continue;
    what.append(what.empty() ? "" : "; ")
        .append(rule.name)
        .append(" was ")
        .append(*rule.default_1_0);
    what.append(" in 1.0 and ").append(rule.default_1_5.value_or("")).append(" in 1.5, and is ");
    what.append(attribute->default_value.value_or(""))
        .append(" on IIS ")
        .append(context.target.version);
  }
  if (what.empty()) return;
  context.diagnostics.add(
      Severity::warning, "PLN032", wanted.empty() ? "" : wanted.front().ini->name(),
      "the version of the FastCGI extension is not known, so these defaults are not pinned: " +
          what,
      "Look at the file version of fcgiext.dll on the old server (--dll), or pass "
      "--source-version 1.0 or 1.5");
}

}  // namespace fcgi6to7
