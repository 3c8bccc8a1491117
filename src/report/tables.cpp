#include "report/tables.hpp"

#include <nlohmann/json.hpp>

#include "mapping/tables.hpp"

namespace fcgi6to7 {
namespace {

std::string shown(const std::optional<std::string>& value) {
  if (!value) return "";
  return value->empty() ? "(empty)" : *value;
}

std::string range_of(const AttributeRule& rule) {
  if (rule.range)
    return std::to_string(rule.range->first) + ".." + std::to_string(rule.range->second);
  std::string list;
  for (const std::string& choice : rule.choices) list += (list.empty() ? "" : ", ") + choice;
  return rule.type == AttributeType::toggle ? "true, false" : list;
}

std::string row(std::initializer_list<std::string> cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line += " ";
    for (const char c : cell) line += c == '|' ? std::string("\\|") : std::string(1, c);
    line += " |";
  }
  return line + "\n";
}

std::string markdown(const Mapping& mapping) {
  std::string out =
      "# What becomes of each setting\n\nMade from `mappings/` by `fcgi6to7 mappings --format "
      "markdown`.\n\n"
      "## Settings of fcgiext.ini\n\n"
      "| setting | since | default in 1.0 | default in 1.5 | IIS 7 and later: `<application>` "
      "|\n|---|---|---|---|---|\n";
  for (const SettingRule& rule : mapping.settings)
    out += row({rule.name, std::string(to_string(rule.since)), shown(rule.default_1_0),
                shown(rule.default_1_5),
                rule.ignored() ? "not carried over" : "`" + rule.attribute + "`"});
  out += "\n## Settings that IIS 7 does not have\n\n";
  for (const SettingRule& rule : mapping.settings)
    if (rule.ignored())
      out += "- **" + rule.name + "** " + rule.did + ". IIS 7 has " + rule.instead + "." +
             (rule.remedy.empty() ? "" : " By hand: `" + rule.remedy + "`") + "\n";
  out += "\n## Attributes of `<application>` by version of IIS\n";
  const TargetSchema* before = nullptr;
  for (const TargetSchema& target : mapping.targets) {
    out += "\n### IIS " + target.version + "\n\n";
    if (before && before->attributes == target.attributes) {
      out += "As " + before->version + ".\n";
      continue;
    }
    before = &target;
    out += "| attribute | legal values | default | %VAR% expanded |\n|---|---|---|---|\n";
    for (const AttributeRule& rule : target.attributes)
      out += row({"`" + rule.name + "`", range_of(rule),
                  rule.required ? "(required)" : shown(rule.default_value),
                  rule.type == AttributeType::text ? (rule.expanded ? "yes" : "no") : ""});
  }
  return out;
}

std::string plain(const Mapping& mapping) {
  std::string out;
  for (const SettingRule& rule : mapping.settings) {
    out += rule.name;
    out.append(rule.name.size() < 30 ? 30 - rule.name.size() : 1, ' ');
    out += rule.ignored() ? "not carried over: IIS 7 has " + rule.instead : rule.attribute;
    const bool differs = rule.default_1_0 != rule.default_1_5 && rule.since == SourceVersion::v1_0;
    if (rule.default_1_5)
      out += "  (default " + (differs ? shown(rule.default_1_0) + " in 1.0, " : "") +
             shown(rule.default_1_5) + (differs ? " in 1.5)" : ")");
    out += "\n";
  }
  for (const TargetSchema& target : mapping.targets) {
    out += "\nIIS " + target.version + "\n";
    for (const AttributeRule& rule : target.attributes)
      out += "  " + rule.name + std::string(30 - std::min<std::size_t>(29, rule.name.size()), ' ') +
             (range_of(rule).empty() ? "text" : range_of(rule)) +
             (rule.default_value ? ", default " + shown(rule.default_value) : "") + "\n";
  }
  return out;
}

std::string json(const Mapping& mapping) {
  using Json = nlohmann::ordered_json;
  const auto optional_text = [](const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
  };
  Json settings = Json::array(), targets = Json::array();
  for (const SettingRule& rule : mapping.settings)
    settings.push_back({{"name", rule.name},
                        {"attribute", rule.ignored() ? Json(nullptr) : Json(rule.attribute)},
                        {"since", to_string(rule.since)},
                        {"default10", optional_text(rule.default_1_0)},
                        {"default15", optional_text(rule.default_1_5)},
                        {"did", rule.did},
                        {"instead", rule.instead},
                        {"remedy", rule.remedy}});
  for (const TargetSchema& target : mapping.targets) {
    Json attributes = Json::array();
    for (const AttributeRule& rule : target.attributes)
      attributes.push_back({{"name", rule.name},
                            {"legal", range_of(rule)},
                            {"default", optional_text(rule.default_value)},
                            {"key", rule.key},
                            {"expanded", rule.expanded}});
    targets.push_back({{"version", target.version}, {"attributes", std::move(attributes)}});
  }
  return Json{{"format", 1}, {"settings", std::move(settings)}, {"targets", std::move(targets)}}
             .dump(2) +
         "\n";
}

std::string files() {
  std::string out;
  for (const TableFile& table : embedded_tables())
    out.append("; ---- ").append(table.name).append(" ----\n").append(table.text).append("\n");
  return out;
}

std::string explanation(const Explanation& e, bool as_markdown) {
  std::string example;
  for (const std::string& line : e.example)
    example += (as_markdown       ? "    "
                : example.empty() ? "  example:     "
                                  : "               ") +
               line + "\n";
  if (as_markdown)
    return "## " + e.code + ": " + e.title + "\n\n" + e.cause + "\n\n**Consequence.** " +
           e.consequence + "\n\n**Remedy.** " + e.remedy + "\n\n**Example.**\n\n" + example + "\n";
  return e.code + ": " + e.title + "\n  cause:       " + e.cause +
         "\n  consequence: " + e.consequence + "\n  remedy:      " + e.remedy + "\n" + example;
}

}  // namespace

std::string render_mappings(const Mapping& mapping, std::string_view format) {
  if (format == "markdown") return markdown(mapping);
  if (format == "json") return json(mapping);
  return format == "ini" ? files() : plain(mapping);
}

std::string render_explanations(const Mapping& mapping, std::string_view code,
                                std::string_view format) {
  const bool as_markdown = format == "markdown";
  if (!code.empty()) return explanation(*mapping.find_explanation(code), as_markdown);
  std::string out = as_markdown ? "# Diagnostics\n\nMade from `mappings/diagnostics.ini` by "
                                  "`fcgi6to7 explain --format markdown`.\n\n"
                                : "";
  for (const Explanation& e : mapping.explanations)
    out += as_markdown ? explanation(e, true) : e.code + "  " + e.title + "\n";
  if (as_markdown && out.ends_with("\n\n")) out.pop_back();
  return out;
}

std::string render_checks(const Mapping& mapping) {
  std::string out =
      "# The rules of check\n\nMade from `mappings/diagnostics.ini` by `fcgi6to7 explain "
      "--checks`. "
      "`check` also reports what `verify` does (VER codes of [diagnostics.md](diagnostics.md)).\n\n"
      "| code | severity | what | why | remedy | --fix | source |\n|---|---|---|---|---|---|---|\n";
  for (const Explanation& e : mapping.explanations)
    if (e.severity)
      out += row({e.code, std::string(to_string(*e.severity)), e.title, e.consequence, e.remedy,
                  e.fix, e.source});
  return out;
}

}  // namespace fcgi6to7
