// One migration for a test: inputs as texts, the built-in tables, and questions about the outcome.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "plan/migrate.hpp"

namespace fcgi6to7::test {

/// The tables that are built in.
inline const Mapping& built_in_mapping() {
  static const Mapping mapping = [] {
    Diagnostics diagnostics;
    auto loaded = load_mapping({}, diagnostics);
    REQUIRE(loaded);
    return std::move(*loaded);
  }();
  return mapping;
}

/// A small applicationHost.config with this as its <fastCgi> section; empty: declared only.
inline std::string config_with(std::string_view fast_cgi = "<fastCgi />") {
  std::string section(fast_cgi);
  if (!section.empty()) section = "        " + section + "\n";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<configuration>\n"
         "    <configSections>\n"
         "        <sectionGroup name=\"system.webServer\">\n"
         "            <section name=\"fastCgi\" allowDefinition=\"AppHostOnly\" "
         "overrideModeDefault=\"Deny\" />\n"
         "            <section name=\"handlers\" overrideModeDefault=\"Deny\" />\n"
         "        </sectionGroup>\n"
         "    </configSections>\n"
         "    <system.webServer>\n" +
         section +
         "    </system.webServer>\n"
         "</configuration>\n";
}

/// A process pool that [Types] binds, with further lines.
inline std::string pool_with(std::string_view lines) {
  return "[Types]\nphp=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n" + std::string(lines) + "\n";
}

/// Options for a target, with the source's version taken as given ("" is undecided).
inline Options options_for(std::string_view target, std::string_view source = "") {
  Options options;
  options.target = std::string(target);
  if (source == "1.0") options.source_version = SourceVersion::v1_0;
  if (source == "1.5") options.source_version = SourceVersion::v1_5;
  return options;
}

inline Inputs inputs_of(std::string_view ini, std::string_view config) {
  Inputs inputs;
  inputs.ini = {"fcgiext.ini", std::string(ini)};
  inputs.config = NamedBytes{"applicationHost.config", std::string(config)};
  return inputs;
}

inline Outcome run(const Inputs& inputs, const Options& options = options_for("8.5")) {
  return migrate(inputs, built_in_mapping(), options);
}

inline Outcome run(std::string_view ini, std::string_view config = config_with(),
                   const Options& options = options_for("8.5")) {
  static std::deque<Inputs> kept;  // an outcome may have views of them
  return run(kept.emplace_back(inputs_of(ini, config)), options);
}

/// The findings with a code.
inline std::vector<Diagnostic> found(const Diagnostics& diagnostics, std::string_view code) {
  std::vector<Diagnostic> all;
  for (const Diagnostic& finding : diagnostics.all())
    if (finding.code == code) all.push_back(finding);
  return all;
}

inline std::vector<Diagnostic> found(const Outcome& outcome, std::string_view code) {
  return found(outcome.diagnostics, code);
}

/// The only finding with a code.
inline Diagnostic one(const Diagnostics& diagnostics, std::string_view code) {
  const auto all = found(diagnostics, code);
  INFO("code ", std::string(code));
  REQUIRE(all.size() == 1);
  return all.front();
}

inline Diagnostic one(const Outcome& outcome, std::string_view code) {
  return one(outcome.diagnostics, code);
}

/// The codes of errors and warnings, with notes left out, in order.
inline std::vector<std::string> complaints(const Diagnostics& diagnostics) {
  std::vector<std::string> codes;
  for (const Diagnostic& finding : diagnostics.all())
    if (finding.severity != Severity::note) codes.push_back(finding.code);
  return codes;
}

/// The change of an attribute or variable in the nth application.
inline const Change* change_of(const Outcome& outcome, std::string_view attribute,
                               std::size_t application = 0) {
  if (application >= outcome.plan.applications.size()) return nullptr;
  for (const Change& change : outcome.plan.applications[application].changes)
    if (change.attribute == attribute) return &change;
  return nullptr;
}

/// The change that answers a row of settings.ini in the nth application.
inline const Change* answer_to(const Outcome& outcome, std::string_view rule,
                               std::size_t application = 0) {
  if (application >= outcome.plan.applications.size()) return nullptr;
  for (const Change& change : outcome.plan.applications[application].changes)
    if (change.rule == rule) return &change;
  return nullptr;
}

/// Whether the patched config holds a text.
inline bool writes(const Outcome& outcome, std::string_view text) {
  return outcome.patched && outcome.patched->find(text) != std::string::npos;
}

inline std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace fcgi6to7::test
