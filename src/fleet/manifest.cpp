#include "fleet/manifest.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "files/path_text.hpp"
#include "mapping/tables.hpp"
#include "text/encoding.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> known_columns = {"server",         "ini",      "config",
                                                           "metabase",       "output",   "target",
                                                           "source_version", "codepage", "site"};

// What a JSON value says as a cell's text; nothing for what is no cell.
std::optional<std::string> text_of(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return value.dump();
  if (!value.is_array()) return std::nullopt;
  std::string all;
  for (const Json& item : value) {
    if (!item.is_string()) return std::nullopt;
    all += (all.empty() ? "" : ";") + item.get<std::string>();
  }
  return all;
}

const ManifestCell* find(const std::vector<ManifestCell>& row, std::string_view column) {
  const auto found = std::find_if(row.begin(), row.end(),
                                  [&](const ManifestCell& cell) { return cell.column == column; });
  return found == row.end() || found->value.empty() ? nullptr : &*found;
}

// Whether a path ends like the reports that a run writes for each server.
bool is_report(std::string_view output) {
  const std::string name = fold_case(output.substr(output.rfind('/') + 1));
  return name == "report.json" || name == "changes.diff";
}

Span row_span(const std::vector<ManifestCell>& row) {
  return row.empty() ? Span{} : Span{row.front().where.begin, row.back().where.end};
}

}  // namespace

Manifest::Manifest(SourceText text, fs::path base, ServerFiles files, const Mapping& mapping)
    : text_(std::move(text)), base_(std::move(base)), files_(std::move(files)), mapping_(mapping) {
  const std::size_t first = text_.text().find_first_not_of(" \t\r\n");
  json_ = first != std::string_view::npos && text_.text()[first] == '{';
}

void Manifest::rewind() {
  at_ = 0;
  csv_.reset();
  columns_.clear();
}

bool Manifest::know_column(const std::string& column, Span where, Diagnostics& diagnostics) {
  if (std::find(known_columns.begin(), known_columns.end(), column) != known_columns.end())
    return true;
  const auto near = nearest(column, known_columns);
  diagnostics.add(Severity::error, "FLT011", text_, where, "unknown column '" + column + "'",
                  near ? "Write " + std::string(*near)
                       : "Use server, ini, config, metabase, output, target, source_version, "
                         "codepage and site");
  return false;
}

bool Manifest::read_header(Diagnostics& diagnostics) {
  const std::string_view text = text_.text();
  const std::string_view line = text.substr(0, text.find('\n'));
  csv_.emplace(text, line.find(',') == line.npos && line.find(';') != line.npos ? ';' : ',');
  const auto header = csv_->next();
  if (!header) {
    diagnostics.add(Severity::error, "FLT010", text_.name(), "the manifest is empty",
                    "Begin it with a header: server,ini,config");
    return false;
  }
  bool sound = true;
  for (const CsvField& field : *header) {
    const std::string column = fold_case(field.value);
    sound = know_column(column, field.where, diagnostics) && sound;
    if (std::find(columns_.begin(), columns_.end(), column) != columns_.end()) {
      diagnostics.add(Severity::error, "FLT011", text_, field.where,
                      "the column '" + column + "' stands twice", "Remove one of them");
      sound = false;
    }
    columns_.push_back(column);
  }
  if (sound && std::find(columns_.begin(), columns_.end(), "server") == columns_.end()) {
    diagnostics.add(Severity::error, "FLT011", text_, header->front().where,
                    "no column says which server a row is about",
                    "Begin the manifest with a header: server,ini,config");
    sound = false;
  }
  return sound;
}

std::optional<std::vector<ManifestCell>> Manifest::next_csv_row(Diagnostics& diagnostics) {
  if (!csv_ && !read_header(diagnostics)) return std::nullopt;
  while (auto record = csv_->next()) {
    const Span where{record->front().where.begin, record->back().where.end};
    if (record->size() > columns_.size()) {
      diagnostics.add(Severity::error, "FLT010", text_, where,
                      "the row has " + std::to_string(record->size()) + " fields, the header " +
                          std::to_string(columns_.size()),
                      "Put quotes around a field that holds the separator");
      continue;
    }
    std::vector<ManifestCell> row;
    for (std::size_t i = 0; i < record->size(); ++i)
      row.push_back({columns_[i], std::move((*record)[i].value), (*record)[i].where});
    return row;
  }
  if (!csv_->problem().empty())
    diagnostics.add(Severity::error, "FLT010", text_, csv_->problem_at(), csv_->problem(),
                    "Write it as RFC 4180 has it: \"a \"\"quoted\"\" field\"");
  return std::nullopt;
}

std::optional<std::vector<ManifestCell>> Manifest::json_row(Span line, Diagnostics& diagnostics) {
  const Json object = Json::parse(text_.slice(line), nullptr, false);
  if (!object.is_object()) {
    diagnostics.add(Severity::error, "FLT010", text_, line, "the line is no JSON object",
                    "Write one object a line: {\"server\": \"web01\"}");
    return std::nullopt;
  }
  std::vector<ManifestCell> row;
  for (const auto& [column, value] : object.items()) {
    if (!know_column(column, line, diagnostics)) return std::nullopt;
    auto text = text_of(value);
    if (!text) {
      diagnostics.add(Severity::error, "FLT010", text_, line,
                      "the value of '" + column + "' is no text", "Write a text in quotes");
      return std::nullopt;
    }
    row.push_back({column, std::move(*text), line});
  }
  return row;
}

std::optional<std::vector<ManifestCell>> Manifest::next_json_row(Diagnostics& diagnostics) {
  const std::string_view text = text_.text();
  while (at_ < text.size()) {
    const Span line{at_, std::min(text.find('\n', at_), text.size())};
    at_ = line.end + 1;
    if (trim(text_.slice(line)).empty()) continue;
    if (auto row = json_row(line, diagnostics)) return row;
  }
  return std::nullopt;
}

std::optional<std::vector<ManifestCell>> Manifest::next_row(Diagnostics& diagnostics) {
  return json_ ? next_json_row(diagnostics) : next_csv_row(diagnostics);
}

std::string Manifest::path_of(const std::string& name) const {
  const fs::path path = to_path(name);
  return to_utf8(path.is_absolute() ? path : base_ / path);
}

void Manifest::override_with(Server& server, const ManifestCell& cell,
                             Diagnostics& diagnostics) const {
  const auto refuse = [&](std::string hint) {
    diagnostics.add(Severity::error, "FLT015", text_, cell.where,
                    "'" + cell.value + "' is no value for " + cell.column, std::move(hint));
  };
  if (cell.value.empty() || cell.value == "auto") return;
  if (cell.column == "target") {
    if (!mapping_.find_target(cell.value))
      refuse("Name a version of IIS: 7.0, 7.5, 8.0, 8.5, 10.0");
    server.target = cell.value;
  } else if (cell.column == "source_version") {
    if (cell.value != "1.0" && cell.value != "1.5") refuse("Write 1.0, 1.5 or auto");
    server.source_version = cell.value == "1.5" ? SourceVersion::v1_5 : SourceVersion::v1_0;
  } else if (cell.column == "codepage") {
    server.codepage = codepage_of(cell.value);
    if (!server.codepage) refuse("Name a code page as Windows does: 936, 1252, windows-1251");
  } else if (cell.column == "site") {
    for (std::string_view rest = cell.value; !rest.empty();) {
      const std::string_view one = trim(rest.substr(0, rest.find(';')));
      rest.remove_prefix(std::min(rest.find(';'), rest.size() - 1) + 1);
      if (one.empty()) continue;
      const std::size_t equals = one.find('=');
      if (equals == one.npos || equals == 0 || !decimal(one.substr(0, equals)))
        refuse("Write ID=NAME, with ; between several");
      else
        server.sites.emplace_back(one.substr(0, equals), one.substr(equals + 1));
    }
  }
}

Server Manifest::server_of(const std::vector<ManifestCell>& row, Diagnostics& diagnostics) const {
  Server server;
  server.origin = text_.name() + ":" + std::to_string(text_.place(row_span(row).begin).line);
  if (const auto* cell = find(row, "server")) server.name = cell->value;
  std::replace(server.name.begin(), server.name.end(), '\\', '/');
  const auto* ini = find(row, "ini");
  const auto* config = find(row, "config");
  server.ini = path_of(ini ? ini->value : server.name + "/" + files_.ini);
  server.config = path_of(config ? config->value : server.name + "/" + files_.config);
  if (const auto* metabase = find(row, "metabase")) server.metabase = path_of(metabase->value);
  if (const auto* output = find(row, "output")) server.output = output->value;
  std::replace(server.output.begin(), server.output.end(), '\\', '/');
  for (const ManifestCell& cell : row) override_with(server, cell, diagnostics);
  return server;
}

void Manifest::check_row(const std::vector<ManifestCell>& row, const Server& server,
                         Diagnostics& diagnostics) {
  const ManifestCell* name = find(row, "server");
  const Span where = name ? name->where : row_span(row);
  if (const std::string why = refuses_server_name(server.name); !why.empty()) {
    diagnostics.add(Severity::error, "FLT012", text_, where, "the server's name " + why,
                    "Write a name, or folder/name, that can stand below the output folder");
    return;
  }
  const int line = text_.place(where.begin).line;
  const auto [first, is_new] = names_.emplace(fold_case(server.name), line);
  if (!is_new)
    diagnostics.add(Severity::error, "FLT013", text_, where,
                    "the server '" + server.name + "' stands in line " +
                        std::to_string(first->second) + " already",
                    "Give each row a name of its own");
  if (!server.output.empty()) {
    std::string why = refuses_server_name(server.output);
    if (why.empty() && is_report(server.output)) why = "has the name of a report";
    if (!why.empty())
      diagnostics.add(Severity::error, "FLT016", text_, where, "the output " + why,
                      "Name a path below the output folder");
  }
  const std::string output =
      server.output.empty() ? server.name + "/applicationHost.config" : server.output;
  const auto [other, is_own] = outputs_.emplace(fold_case(output), line);
  if (!is_own && is_new)
    diagnostics.add(Severity::error, "FLT014", text_, where,
                    "the output " + output + " is that of line " + std::to_string(other->second),
                    "Give each row an output of its own");
}

bool Manifest::check(Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.count(Severity::error);
  constexpr std::size_t enough = 100;
  rewind();
  Diagnostics found;
  std::size_t rows = 0;
  while (found.all().size() < enough) {
    const auto row = next_row(found);
    if (!row) break;
    ++rows;
    check_row(*row, server_of(*row, found), found);
  }
  if (rows == 0 && !found.has_errors())
    found.add(Severity::error, "FLT010", text_.name(), "the manifest names no server",
              "Add one row a server below the header");
  diagnostics.append(std::move(found));
  names_ = {};
  outputs_ = {};
  rewind();
  return diagnostics.count(Severity::error) == before;
}

std::optional<Server> Manifest::next(Diagnostics& diagnostics) {
  const auto row = next_row(diagnostics);
  if (!row) return std::nullopt;
  return server_of(*row, diagnostics);
}

}  // namespace fcgi6to7
