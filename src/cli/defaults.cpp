#include "cli/defaults.hpp"

#include <iostream>

#include "files/failure.hpp"
#include "files/path_text.hpp"
#include "files/this_server.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

// Of this machine only: a mounted disk tells neither its registry nor its services.
void ask_this_machine(Arguments& arguments) {
  const auto version = installed_iis();
  if (version) std::cerr << "Found IIS " << *version << "\n";
  for (const std::string& service : iis_services())
    std::cerr << "Found service " << service << "\n";
  const fs::path folder = to_path(arguments.config).parent_path();
  std::error_code error;
  const bool has_schema = fs::exists(folder / "schema" / "IIS_schema.xml", error);
  if (version && arguments.target == "auto" && arguments.schema.empty() && !has_schema)
    for (const char* known : {"7.0", "7.5", "8.0", "8.5", "10.0"})
      if (*version == known) {
        arguments.options.target = known;
        arguments.options.target_reason = "HKLM\\SOFTWARE\\Microsoft\\InetStp";
      }
}

}  // namespace

std::string fill_in_server_files(const std::string& command, Arguments& arguments) {
  const bool needs_ini = command == "inspect" || command == "plan" || command == "apply";
  const bool needs_config = command != "inspect";
  const bool ini_left_out = needs_ini && arguments.ini.empty();
  const bool config_left_out = needs_config && arguments.config.empty();
  if (!ini_left_out && !config_left_out && !arguments.root.empty()) return {};
  const ServerLayout found = find_server_files(to_path(arguments.root));
  std::string missing;
  const auto take = [&](const char* name, const std::optional<fs::path>& file, std::string& into) {
    if (!file) {
      missing += missing.empty() ? "" : " and ";
      missing += name;
      return;
    }
    into = shown(*file);
    std::cerr << "Found " << name << " " << into << "\n";
  };
  if (ini_left_out) take("INI", found.ini, arguments.ini);
  if (config_left_out) take("CONFIG", found.config, arguments.config);
  if (!missing.empty())
    return "name " + missing + "; this is no server, and no disk of --root, where they would be";
  std::error_code error;  // no file of that name: it is not this server's
  if (needs_config && arguments.root.empty() && found.config &&
      fs::equivalent(*found.config, to_path(arguments.config), error)) {
    arguments.is_of_this_server = true;
    ask_this_machine(arguments);
  }
  return {};
}

}  // namespace fcgi6to7
