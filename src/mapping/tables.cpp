#include "mapping/tables.hpp"

#include <algorithm>
#include <set>

#include "ini/lines.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

void check_version(const SourceText& file, const TableRow& row, Diagnostics& diagnostics) {
  if (row.text("version") == "1") return;
  diagnostics.add(
      Severity::error, "MAP001", file, row.where,
      "this program reads version 1 of the mapping tables, not '" + row.text("version") + "'",
      "Print the tables of this program with: fcgi6to7 mappings --format ini");
}

}  // namespace

const TableRow::Field* TableRow::find(std::string_view field) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == field; });
  return found == fields.end() ? nullptr : &*found;
}

std::string TableRow::text(std::string_view field) const {
  const Field* found = find(field);
  return found ? found->value : std::string();
}

bool TableRow::is(std::string_view field) const {
  return text(field) == "yes";
}

std::vector<TableRow> read_table(const SourceText& file, Diagnostics& diagnostics) {
  std::vector<TableRow> rows;
  std::set<std::string, std::less<>> names, fields;
  for (const IniLine& line : read_ini_lines(file.text())) {
    const std::string name(file.slice(line.name));
    if (line.kind == IniLineKind::section) {
      rows.push_back({name, line.name, {}});
      fields.clear();
      if (!names.insert(name).second)
        diagnostics.add(Severity::error, "MAP002", file, line.name, "a second row [" + name + "]",
                        "Remove one of the two");
    } else if (line.kind == IniLineKind::entry && !rows.empty()) {
      rows.back().fields.push_back({name, std::string(file.slice(line.value)), line.whole});
      if (!fields.insert(name).second)
        diagnostics.add(Severity::error, "MAP002", file, line.whole,
                        "row [" + rows.back().name + "] has a second field '" + name + "'",
                        "Remove one of the two");
    } else {
      diagnostics.add(Severity::error, "MAP003", file, line.whole,
                      "not a row and not a field of one",
                      "Write [row], or field = value below a row");
    }
  }
  const auto table =
      std::find_if(rows.begin(), rows.end(), [](const TableRow& r) { return r.name == "table"; });
  if (table == rows.end()) {
    diagnostics.add(Severity::error, "MAP001", file.name(), "the table does not say its version",
                    "Begin the file with [table] and version = 1");
  } else {
    check_version(file, *table, diagnostics);
    rows.erase(table);
  }
  return rows;
}

void check_fields(const SourceText& file, const TableRow& row,
                  std::span<const std::string_view> patterns, Diagnostics& diagnostics) {
  for (const TableRow::Field& field : row.fields) {
    const bool known = std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
      if (!pattern.ends_with('*')) return field.name == pattern;
      return field.name.starts_with(pattern.substr(0, pattern.size() - 1));
    });
    if (known) continue;
    const auto near = nearest(field.name, patterns);
    diagnostics.add(Severity::error, "MAP004", file, field.where,
                    "row [" + row.name + "] has an unknown field '" + field.name + "'",
                    near ? "Did you mean '" + std::string(*near) + "'?" : "Remove the field");
  }
}

std::vector<std::string> split_list(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (const auto part = trim(list.substr(0, comma)); !part.empty()) parts.emplace_back(part);
    if (comma == list.npos) break;
    list.remove_prefix(comma + 1);
  }
  return parts;
}

}  // namespace fcgi6to7
