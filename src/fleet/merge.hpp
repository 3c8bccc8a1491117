// Joins the journals of shards into one result.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "fleet/summary.hpp"

namespace fcgi6to7 {

/// Writes OUT/fleet.json and OUT/fleet.jsonl from journals, servers in the order of their names. A
/// server that stands in several of them is an error; the first journal holds.
Summary merge_journals(const std::vector<std::string>& journals, const std::filesystem::path& out);

}  // namespace fcgi6to7
