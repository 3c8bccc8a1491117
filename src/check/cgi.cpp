#include "check/cgi.hpp"

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

const Element* server_section(const ServerModel& server, std::string_view name) {
  for (const LevelSection& section : server.find(name))
    if (section.level.empty()) return section.at;
  return nullptr;
}

std::string free_name(const Element& handlers, const std::string& wanted) {
  std::string name = wanted;
  for (int number = 2;; ++number) {
    bool taken = false;
    for (const Element& child : handlers.children)
      taken = taken || (child.name == "add" && child.value("name") == name);
    if (!taken) return name;
    name = wanted + "-" + std::to_string(number);
  }
}

}  // namespace

std::optional<CgiProgram> CgiProgram::read(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos) return std::nullopt;
  std::string_view extension = trim(text.substr(0, equals));
  if (extension.starts_with('.')) extension.remove_prefix(1);
  const std::string_view program = trim(text.substr(equals + 1));
  const bool plain = extension.find_first_of("*?/\\., ") == extension.npos;
  if (extension.empty() || program.empty() || !plain || !fits_xml(text)) return std::nullopt;
  return CgiProgram{std::string(extension), std::string(program)};
}

void add_cgi_program(const CgiProgram& program, const ServerModel& server, Patch& patch,
                     Diagnostics& diagnostics) {
  const Element* handlers = server_section(server, "handlers");
  const Element* restrictions = server_section(server, "security/isapiCgiRestriction");
  if (!handlers || !restrictions) {
    diagnostics.add(Severity::error, "CHK038", "",
                    "the config has no " +
                        std::string(handlers ? "<isapiCgiRestriction>" : "<handlers>") +
                        " at server level; ." + program.extension + " is not set up",
                    "Install the CGI role service on the server, and take its config");
    return;
  }
  const std::string path = "*." + program.extension;
  bool mapped = false, allowed = false;
  const Element* first = nullptr;
  for (const Element& child : handlers->children) {
    if (child.name == "clear") first = &child;
    mapped = mapped || (child.name == "add" && has_module(child, "CgiModule") &&
                        equal_without_case(child.value("path"), path) &&
                        equal_without_case(child.value("scriptProcessor"), program.program));
  }
  for (const Element& child : restrictions->children) {
    if (child.name != "add" || !equal_without_case(child.value("path"), program.program)) continue;
    allowed = true;
    if (child.value("allowed") == "true") continue;
    if (const Attribute* attribute = child.find("allowed"))
      patch.replace_value(*attribute, "true");
    else
      patch.add_attribute(child, child.find("path"), "allowed", "true");
  }
  if (!mapped)
    patch.insert(handlers->tag, handlers->children, first,
                 {"add",
                  {{"name", free_name(*handlers, "CGI-" + program.extension)},
                   {"path", path},
                   {"verb", "GET,HEAD,POST"},
                   {"modules", "CgiModule"},
                   {"scriptProcessor", program.program},
                   {"resourceType", "File"},
                   {"requireAccess", "Script"}},
                  {}});
  if (!allowed)
    patch.append(restrictions->tag, restrictions->children,
                 {"add",
                  {{"path", program.program},
                   {"allowed", "true"},
                   {"description", "CGI, ." + program.extension}},
                  {}});
}

}  // namespace fcgi6to7
