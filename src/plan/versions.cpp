#include "plan/versions.hpp"

#include <algorithm>

#include "plan/values.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

void add_setting_evidence(const ReadIni& ini, const Setting& setting, const Mapping& mapping,
                          std::vector<Evidence>& evidence) {
  const SettingRule* rule = mapping.find_setting(setting.key);
  if (!rule) return;
  if (rule->since == SourceVersion::v1_5)
    evidence.push_back({rule->name + " came with 1.5", ini.text.name(), setting.line});
  for (const auto& [name, value] : mapping.detection.values)
    if (name == rule->name && read_number(setting.value).value == value)
      evidence.push_back(
          {name + "=" + value + " is known to 1.5 only", ini.text.name(), setting.line});
}

void add_comment_evidence(const ReadIni& ini, const std::string& comment,
                          std::vector<Evidence>& evidence) {
  const std::string_view text = ini.text.text();
  std::size_t at = comment.empty() ? text.npos : text.find(comment);
  while (at != text.npos) {
    const int line = ini.text.place(at).line;
    if (trim(ini.text.line(line)).starts_with(';')) {
      evidence.push_back({"the comment head of 1.5: \"" + comment + "\"", ini.text.name(), line});
      return;
    }
    at = text.find(comment, std::min(text.find('\n', at), text.size()));
  }
}

std::vector<Evidence> evidence_for_1_5(const std::vector<ReadIni>& inis, const Mapping& mapping) {
  std::vector<Evidence> evidence;
  for (const ReadIni& ini : inis) {
    add_comment_evidence(ini, mapping.detection.comment, evidence);
    for (const Pool& pool : ini.file.pools)
      for (const Setting& setting : pool.settings)
        add_setting_evidence(ini, setting, mapping, evidence);
    for (const Binding& binding : ini.file.bindings)
      if (mapping.detection.application_path && binding.application)
        evidence.push_back({"a binding by application path is known to 1.5 only", ini.text.name(),
                            binding.entry.line});
  }
  return evidence;
}

bool decide_by_dll(const DllFact& dll, const Mapping& mapping, SourceFacts& facts,
                   Diagnostics& diagnostics) {
  if (!dll.version.version) {
    diagnostics.add(Severity::note, "PLN081", dll.name, "tells no version: " + dll.version.problem,
                    "Pass --source-version 1.0 or 1.5 if you know it");
    return false;
  }
  const FileVersion& version = *dll.version.version;
  const bool is_1_5 = std::pair(version.major, version.minor) >= mapping.detection.dll_from;
  facts.version = is_1_5 ? SourceVersion::v1_5 : SourceVersion::v1_0;
  facts.evidence.insert(facts.evidence.begin(),
                        {"file version " + version.text() + " of fcgiext.dll", dll.name, 0});
  return true;
}

Target of_version(const Mapping& mapping, const std::string& version, std::string reason) {
  return {*mapping.find_target(version), {version, std::move(reason)}};
}

// The versions whose table says the same as a schema, as people would name them.
std::string versions_like(const TargetSchema& schema, const Mapping& mapping) {
  std::string first;
  std::size_t matches = 0;
  for (const TargetSchema& target : mapping.targets) {
    if (target.attributes != schema.attributes || target.version.find('+') != std::string::npos)
      continue;
    if (matches++ == 0) first = target.version;
  }
  if (matches == 0) return "with its own schema";
  return matches == 1 ? first : first + " or later";
}

std::optional<Target> of_schema(const NamedBytes& schema, std::string reason,
                                const Mapping& mapping, Diagnostics& diagnostics) {
  Decoded decoded = decode(schema.bytes, std::nullopt);
  auto read = read_iis_schema(SourceText(schema.name, std::move(decoded.text)), diagnostics);
  if (!read) return std::nullopt;
  read->version = versions_like(*read, mapping);
  TargetFacts facts{read->version, std::move(reason)};
  return Target{std::move(*read), std::move(facts)};
}

}  // namespace

SourceFacts detect_source(const std::vector<ReadIni>& inis, const std::optional<DllFact>& dll,
                          const Mapping& mapping, const Options& options,
                          Diagnostics& diagnostics) {
  SourceFacts facts;
  facts.evidence = evidence_for_1_5(inis, mapping);
  facts.decided = true;
  if (options.source_version) {
    facts.version = *options.source_version;
    facts.evidence.insert(facts.evidence.begin(), {"--source-version", "", 0});
    return facts;
  }
  if (dll && decide_by_dll(*dll, mapping, facts, diagnostics)) return facts;
  facts.decided = !facts.evidence.empty();
  facts.version = facts.decided ? SourceVersion::v1_5 : SourceVersion::v1_0;
  return facts;
}

std::optional<Target> choose_target(const Inputs& inputs, const AppHost* host,
                                    const Mapping& mapping, const Options& options,
                                    Diagnostics& diagnostics) {
  if (inputs.schema && inputs.schema_is_explicit)
    return of_schema(*inputs.schema, "--schema " + inputs.schema->name, mapping, diagnostics);
  if (options.target) return of_version(mapping, *options.target, options.target_reason);
  if (inputs.schema)
    return of_schema(*inputs.schema, inputs.schema->name + " beside the config", mapping,
                     diagnostics);
  if (host) {
    std::string newest, why;
    for (const auto& [version, section] : mapping.detection.declares)
      if (host->declared.contains(section)) {
        newest = version;
        why = "the config declares " + section;
      }
    if (!newest.empty()) return of_version(mapping, newest, why);
    diagnostics.add(Severity::warning, "PLN080", inputs.config->name,
                    "nothing tells the version of IIS; " + mapping.assumed_target + " is assumed",
                    "Pass --target, or --schema with the server's IIS_schema.xml");
  }
  return of_version(mapping, mapping.assumed_target, "assumed");
}

}  // namespace fcgi6to7
