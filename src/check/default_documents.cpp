#include "check/default_documents.hpp"

#include "apphost/apphost.hpp"
#include "text/encoding.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {

DefaultDocuments::DefaultDocuments(const WebSite& site, const SectionLevels& levels,
                                   const Inputs& inputs) {
  take_web_config(site, inputs);
  for (const Element* section : levels.all(site.name)) take(*section);
}

bool DefaultDocuments::has(std::string_view name) const {
  return names_.contains(fold_case(name));
}

void DefaultDocuments::take(const Element& section) {
  const Element* files = section.child("files");
  if (!files || cleared_) return;
  for (const Element& file : files->children) {
    const std::string name = fold_case(file.value("value"));
    if (file.name == "add" && !removed_.contains(name)) names_.insert(name);
  }
  for (const Element& file : files->children) {
    cleared_ = cleared_ || file.name == "clear";
    if (file.name == "remove") removed_.insert(fold_case(file.value("value")));
  }
}

void DefaultDocuments::take_web_config(const WebSite& site, const Inputs& inputs) {
  const std::string folder = root_folder(site);
  if (!inputs.read || folder.empty()) return;
  const auto bytes = inputs.read(folder + "\\web.config");
  if (!bytes) return;
  const SourceText text("web.config", decode(*bytes, std::nullopt, 65001).text);
  Diagnostics unread;  // a web.config that IIS itself could not read is not ours to judge
  const auto tree = read_elements(text, unread);
  const Element* group = tree ? tree->root.child("system.webServer") : nullptr;
  if (const Element* section = group ? group->child("defaultDocument") : nullptr) take(*section);
}

std::string root_folder(const WebSite& site) {
  for (const WebApplication& application : site.applications)
    if (application.path == "/")
      for (const WebDirectory& directory : application.directories)
        if (directory.path == "/") return directory.physical_path;
  return {};
}

}  // namespace fcgi6to7
