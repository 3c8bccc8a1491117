#include "intake/gather.hpp"

#include <filesystem>

#include "files/disk.hpp"
#include "files/path_text.hpp"
#include "files/this_server.hpp"
#include "files/windows_disk.hpp"
#include "ini/lines.hpp"
#include "intake/site_states.hpp"
#include "mapping/tables.hpp"
#include "text/encoding.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

std::optional<NamedBytes> read_named(const std::string& name, Diagnostics& diagnostics,
                                     std::uintmax_t max_size = max_file_size) {
  ReadResult read = read_file(to_path(name), max_size);
  if (read.error.empty()) return NamedBytes{name, std::move(read.bytes)};
  const bool too_large = read.error.starts_with("larger than");
  diagnostics.add(Severity::error, "FIL001", name, "cannot be read: " + read.error,
                  too_large ? "Check that it is the right file, or raise --max-file-size"
                            : "Check the path and its permissions");
  return std::nullopt;
}

// A file beside another one, when it is there.
std::optional<NamedBytes> read_beside(const std::string& name, const char* beside,
                                      std::uintmax_t max_size) {
  const fs::path path = to_path(name).parent_path() / beside;
  if (!file_exists(path)) return std::nullopt;
  ReadResult read = read_file(path, max_size);
  if (!read.error.empty()) return std::nullopt;
  return NamedBytes{to_utf8(path), std::move(read.bytes)};
}

// System32\inetsrv\fcgiext.ini has a twin in SysWOW64 on a 64-bit server in 32-bit mode.
std::optional<std::string> differing_sibling(const NamedBytes& ini) {
  const fs::path folder = to_path(ini.name).parent_path();
  if (!equal_without_case(to_utf8(folder.filename()), "inetsrv") ||
      !equal_without_case(to_utf8(folder.parent_path().filename()), "system32"))
    return std::nullopt;
  const auto sibling =
      find_on_disk(folder.parent_path().parent_path(), "SysWOW64\\inetsrv\\fcgiext.ini");
  if (!sibling) return std::nullopt;
  const ReadResult read = read_file(*sibling);
  if (!read.error.empty() || read.bytes == ini.bytes) return std::nullopt;
  return to_utf8(*sibling);
}

// A path of the server as a Windows path without variables: as Windows is usually installed.
std::string without_variables(const std::string& path, const Mapping& mapping) {
  std::string spelt = path;
  for (const auto& [variable, value] : mapping.usual_values)
    if (starts_with_without_case(spelt, variable)) spelt.replace(0, variable.size(), value);
  return spelt;
}

// A path of the server on the disk that --root names. The tables have to outlive the function.
std::function<std::optional<fs::path>(const std::string&)> finder(const JobFiles& files,
                                                                  const Mapping& mapping) {
  return [root = to_path(files.root), &mapping](const std::string& path) {
    return find_on_disk(root, without_variables(path, mapping));
  };
}

std::function<std::vector<DiskEntry>(const std::string&, std::size_t)> listing(
    const JobFiles& files, const Mapping& mapping) {
  if (files.root.empty()) return {};
  return [root = to_path(files.root), &mapping](const std::string& path, std::size_t most) {
    std::vector<DiskEntry> entries;
    for (FolderEntry& entry : list_on_disk(root, without_variables(path, mapping), most))
      entries.push_back({std::move(entry.name), entry.is_folder});
    return entries;
  };
}

std::function<bool(const std::string&)> existence(const JobFiles& files, const Mapping& mapping) {
  if (files.root.empty()) return {};
  return
      [find = finder(files, mapping)](const std::string& path) { return find(path).has_value(); };
}

std::function<std::optional<std::string>(const std::string&)> reading(const JobFiles& files,
                                                                      const Mapping& mapping) {
  if (files.root.empty()) return {};
  return [find = finder(files, mapping)](const std::string& path) -> std::optional<std::string> {
    const auto file = find(path);
    if (!file) return std::nullopt;
    ReadResult read = read_file(*file);
    if (!read.error.empty()) return std::nullopt;
    return std::move(read.bytes);
  };
}

}  // namespace

std::optional<Mapping> gather_mapping(const std::string& mappings_dir, Diagnostics& diagnostics) {
  std::vector<SourceText> replacements;
  if (!mappings_dir.empty()) {
    for (const TableFile& table : embedded_tables()) {
      const std::string name = mappings_dir + "/" + std::string(table.name);
      if (!file_exists(to_path(name))) continue;
      if (auto file = read_named(name, diagnostics))
        replacements.emplace_back(name, std::move(file->bytes));
    }
    if (replacements.empty())
      diagnostics.add(Severity::error, "MAP006", mappings_dir,
                      "no mapping table lies in this folder",
                      "Print the built-in ones with: fcgi6to7 mappings --format ini");
  }
  auto mapping = load_mapping(replacements, diagnostics);
  if (diagnostics.has_errors()) mapping.reset();
  return mapping;
}

std::optional<Inputs> gather_inputs(const JobFiles& files, const Options& options,
                                    const Mapping& mapping, Diagnostics& diagnostics) {
  Inputs inputs;
  const std::uintmax_t most = files.max_file_size;
  if (!files.ini.empty())
    if (auto ini = read_named(files.ini, diagnostics, most)) inputs.ini = std::move(*ini);
  if (!files.ini32.empty()) inputs.ini32 = read_named(files.ini32, diagnostics, most);
  if (!files.config.empty()) inputs.config = read_named(files.config, diagnostics, most);
  if (!files.schema.empty()) inputs.schema = read_named(files.schema, diagnostics, most);
  inputs.schema_is_explicit = !files.schema.empty();
  if (!files.config.empty()) {
    if (!inputs.schema && !options.target)
      inputs.schema = read_beside(files.config, "schema/IIS_schema.xml", most);
    inputs.redirection = read_beside(files.config, "redirection.config", most);
  }
  std::optional<NamedBytes> dll;
  if (!files.dll.empty())
    dll = read_named(files.dll, diagnostics, most);
  else if (!files.ini.empty())
    dll = read_beside(files.ini, "fcgiext.dll", most);
  if (dll) inputs.dll = DllFact{dll->name, read_pe_version(dll->bytes)};
  if (files.ini32.empty() && !files.ini.empty())
    inputs.differing_sibling = differing_sibling(inputs.ini);
  if (!files.metabase.empty()) inputs.metabase = read_named(files.metabase, diagnostics, most);
  inputs.exists = existence(files, mapping);
  inputs.read = reading(files, mapping);
  inputs.list = listing(files, mapping);
  if (diagnostics.has_errors()) return std::nullopt;
  if (files.is_of_this_server) inputs.site_states = read_site_states(sites_by_appcmd());
  return inputs;
}

void gather_rules(const std::string& name, Options& options, Diagnostics& diagnostics) {
  if (name.empty()) return;
  const auto file = read_named(name, diagnostics);
  if (!file) return;
  const SourceText text(file->name, decode(file->bytes, std::nullopt).text);
  for (const IniLine& line : read_ini_lines(text.text())) {
    const std::string key(text.slice(line.name)), value(text.slice(line.value));
    if (line.kind == IniLineKind::section) continue;
    if (line.kind == IniLineKind::entry && key == "skip-pool")
      options.skip_pools.push_back(value);
    else if (line.kind == IniLineKind::entry && key == "skip-setting")
      options.skip_settings.push_back(value);
    else if (line.kind == IniLineKind::entry && key == "site" && value.find('=', 1) != value.npos)
      options.sites.emplace_back(value.substr(0, value.find('=', 1)),
                                 value.substr(value.find('=', 1) + 1));
    else if (line.kind == IniLineKind::entry && key == "replace-path" &&
             value.find('=', 1) != value.npos)
      options.replace_paths.push_back(
          {value.substr(0, value.find('=', 1)), value.substr(value.find('=', 1) + 1)});
    else
      diagnostics.add(
          Severity::error, "PLN072", text, line.whole, "no rule",
          "Write skip-pool = NAME, skip-setting = NAME, replace-path = OLD=NEW or site = ID=NAME");
  }
}

}  // namespace fcgi6to7
