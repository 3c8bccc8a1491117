// The mapping tables as files: those built into the program, and how their rows are read.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

struct TableFile {
  std::string_view name;  ///< "settings.ini"
  std::string_view text;
};

/// The files of mappings/ as they were when the program was built.
std::span<const TableFile> embedded_tables();

/// A section of a table with its fields.
struct TableRow {
  struct Field {
    std::string name;
    std::string value;
    Span where;
  };

  std::string name;
  Span where;
  std::vector<Field> fields;

  const Field* find(std::string_view field) const;
  std::string text(std::string_view field) const;  ///< empty when the field is absent
  bool is(std::string_view field) const;           ///< the field says "yes"
};

/// Reads a table's rows in file order. Reports lines that are no fields, rows and fields that stand
/// twice, and a table version that is not 1. The row [table] is not among the result.
std::vector<TableRow> read_table(const SourceText& file, Diagnostics& diagnostics);

/// Reports every field whose name none of the patterns allows; a pattern may end in '*'.
void check_fields(const SourceText& file, const TableRow& row,
                  std::span<const std::string_view> patterns, Diagnostics& diagnostics);

/// The parts of a comma-separated list, trimmed, without empty ones.
std::vector<std::string> split_list(std::string_view list);

}  // namespace fcgi6to7
