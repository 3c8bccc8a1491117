// Metabase texts for tests, in the shape that IIS 6 writes, and readers that say what went wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metabase/metabase.hpp"

namespace fcgi6to7::sample {

struct Reading {
  std::optional<MetaBase> base;
  Diagnostics diagnostics;
};

inline Reading read(std::string text) {
  Reading reading;
  reading.base = read_metabase(SourceText("MetaBase.xml", std::move(text)), reading.diagnostics);
  return reading;
}

/// The elements in a whole file, CRLF line ends as IIS 6 writes them.
inline std::string file(std::string_view elements) {
  const std::string lines =
      "<?xml version =\"1.0\"?>\n"
      "<configuration xmlns=\"urn:microsoft-catalog:XML_Metabase_V64_0\">\n"
      "<MBProperty>\n" +
      std::string(elements) + "</MBProperty>\n</configuration>\n";
  std::string text;
  for (const char c : lines) {
    if (c == '\n') text += '\r';
    text += c;
  }
  return text;
}

/// `<KIND\tLocation ="PATH"`, the attributes on lines of their own, nothing inside.
inline std::string element(std::string_view kind, std::string_view path,
                           const std::vector<std::string>& attributes = {},
                           std::string_view inside = {}) {
  std::string text = "<" + std::string(kind) + "\tLocation =\"" + std::string(path) + "\"\n";
  for (const std::string& attribute : attributes) text += "\t\t" + attribute + "\n";
  return text + "\t>\n" + std::string(inside) + "</" + std::string(kind) + ">\n";
}

/// A `<Custom …/>` child.
inline std::string custom(std::string_view name, std::string_view id, std::string_view value,
                          std::string_view attributes = "INHERIT") {
  return "\t<Custom\n\t\tName=\"" + std::string(name) + "\"\n\t\tID=\"" + std::string(id) +
         "\"\n\t\tValue=\"" + std::string(value) +
         "\"\n\t\tType=\"STRING\"\n\t\tUserType=\"IIS_MD_UT_FILE\"\n\t\tAttributes=\"" +
         std::string(attributes) + "\"\n\t/>\n";
}

/// The codes of all findings, in order.
inline std::vector<std::string> codes(const Diagnostics& diagnostics) {
  std::vector<std::string> found;
  for (const Diagnostic& finding : diagnostics.all()) found.push_back(finding.code);
  return found;
}

inline const MetaNode& node(const Reading& reading, std::string_view path) {
  static const MetaNode none{};
  const MetaNode* const found = find_node(*reading.base, path);
  return found == nullptr ? none : *found;
}

/// The extensions that hold at a node, joined by blanks; "none" where no list holds.
inline std::string extensions_at(const Reading& reading, std::string_view path) {
  const MetaNode* const at = nearest_node(*reading.base, path);
  const auto* const uses = at == nullptr ? nullptr : effective_script_maps(*reading.base, *at);
  if (uses == nullptr) return "none";
  std::string all;
  for (const ScriptMapUse& use : *uses)
    all += (all.empty() ? "" : " ") + reading.base->script_maps[use.map].extension;
  return all;
}

}  // namespace fcgi6to7::sample
