#include "fcgiext/bindings.hpp"

#include <vector>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (const auto part = path.substr(0, slash); !part.empty()) parts.push_back(part);
    if (slash == path.npos) break;
    path.remove_prefix(slash + 1);
  }
  return parts;
}

void read_application_path(std::string_view path, BindingKey& key) {
  std::vector<std::string_view> parts = segments(path);
  if (!parts.empty() && equal_without_case(parts.front(), "lm")) parts.erase(parts.begin());
  if (parts.size() < 3 || !equal_without_case(parts[0], "w3svc") || !decimal(parts[1])) {
    key.problem = "'" + std::string(path) + "' is neither a site id nor an application path";
    key.hint = "Write EXT:SITE-ID, or EXT:/LM/W3SVC/SITE-ID/ROOT/application";
    return;
  }
  if (!equal_without_case(parts[2], "root")) {
    key.problem =
        "'" + std::string(path) + "' has no ROOT after the site id, so IIS 6 never matched it";
    key.hint = "If it was meant to work, write " + key.extension + ":/LM/W3SVC/" +
               std::string(parts[1]) + "/ROOT/application";
    return;
  }
  key.site_id = std::string(parts[1]);
  std::string application;
  for (std::size_t i = 3; i < parts.size(); ++i) application.append("/").append(parts[i]);
  key.application = application.empty() ? "/" : application;
}

}  // namespace

BindingKey read_binding_key(std::string_view text) {
  BindingKey key;
  const std::size_t colon = text.find(':');
  key.extension = std::string(trim(text.substr(0, colon)));
  if (key.extension.empty()) {
    key.problem = "the key has no extension";
    key.hint = "Write EXT=SECTION, EXT:SITE-ID=SECTION or EXT:APPLICATION-PATH=SECTION";
  } else if (!fits_xml(text)) {
    key.problem = "the key holds a control character";
    key.hint = "Remove the character";
  } else if (key.extension.starts_with('.') && key.extension.size() > 1) {
    key.problem =
        "an extension in [Types] has no dot, so IIS 6 never matched '" + key.extension + "'";
    key.hint = "If it was meant to work, write " + key.extension.substr(1);
  } else if (colon != text.npos) {
    const std::string_view rest = trim(text.substr(colon + 1));
    if (decimal(rest))
      key.site_id = std::string(rest);
    else
      read_application_path(rest, key);
  }
  return key;
}

Scope Binding::scope() const {
  const bool any_extension = extension == "*";
  if (application)
    return any_extension ? Scope::any_in_application : Scope::extension_in_application;
  if (site_id) return any_extension ? Scope::any_in_site : Scope::extension_in_site;
  return any_extension ? Scope::any : Scope::extension;
}

}  // namespace fcgi6to7
