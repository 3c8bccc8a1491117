// The mapping tables and the explanations of the diagnostics, for people and for documents.
#pragma once

#include <string>
#include <string_view>

#include "mapping/mapping.hpp"

namespace fcgi6to7 {

/// The mapping and schema tables as text, markdown, json, or ini: the files themselves, in the
/// format that --mappings reads.
std::string render_mappings(const Mapping& mapping, std::string_view format);

/// What a code means, or all of them when it is empty; as text or markdown.
std::string render_explanations(const Mapping& mapping, std::string_view code,
                                std::string_view format);

/// The rules of check as a page of Markdown.
std::string render_checks(const Mapping& mapping);

}  // namespace fcgi6to7
