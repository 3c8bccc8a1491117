// Rules on files and folders that a copy of the disk shows: --root.
#include <unordered_set>

#include "check/default_documents.hpp"
#include "check/rules.hpp"
#include "plan/appcmd.hpp"
#include "plan/handler_checks.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
void check_program_files(const CheckContext& context, Findings& findings) {
  if (!context.inputs.exists) return;
  for (const LevelSection& section : context.server.find("fastCgi"))
    for (const Element& application : section.at->children)
      if (const std::string program(application.value("fullPath"));
          !program.empty() && !context.inputs.exists(program))
        findings.add("CHK035", application, "'" + program + "' is not on the disk",
                     "Install the program there, or correct fullPath and the handler mappings");
}

void check_php_folders(const CheckContext& context, Findings& findings) {
  if (!context.inputs.exists) return;
  std::unordered_set<std::string> reported;
  for (const LevelSection& section : context.server.find("fastCgi"))
    for (const Element& application : section.at->children) {
      const EngineSettings* settings = context.programs.find_settings(&application);
      if (!settings) continue;
      for (const std::string_view name : {"session.save_path", "upload_tmp_dir"}) {
        const std::string folder = settings->folder(name);
        if (folder.empty() || context.inputs.exists(folder) ||
            !reported.insert(fold_case(settings->file + "|" + folder)).second)
          continue;
        findings.add("CHK041", application,
                     std::string(name) + " of " + settings->file + " names '" + folder +
                         "', which is not on the disk",
                     "mkdir \"" + folder + "\", and give it the rights that --accounts lists");
      }
    }
}

void check_index_files(const CheckContext& context, Findings& findings) {
  if (!context.inputs.list) return;
  constexpr std::size_t most = 5000;  // names of a folder
  const SectionLevels levels(context.server, "defaultDocument");
  for (std::size_t i = 0; i < context.server.sites.size(); ++i) {
    const WebSite& site = context.server.sites[i];
    const std::string folder = root_folder(site);
    if (context.programs.at(i).empty() || folder.empty() || !findings.concerns(*site.at)) continue;
    if (levels.all(site.name).empty()) continue;  // a part of a config: others hold the documents
    const Attribute* enabled = levels.find(site.name, "enabled");
    const DefaultDocuments documents(site, levels, context.inputs);
    bool has_index = false, has_other = false;
    for (const DiskEntry& entry : context.inputs.list(folder, most)) {
      has_index = has_index || (!entry.is_folder && equal_without_case(entry.name, "index.php"));
      has_other = has_other || documents.has(entry.name);
    }
    if (!has_index || has_other || (enabled && enabled->value == "false")) continue;
    findings.add(
        "CHK040", *site.at,
        "'" + folder + "' of site '" + site.name +
            "' holds index.php, which is no default document there",
        appcmd_set_config(site.name, "defaultDocument", "\"/+files.[@start,value='index.php']\""));
  }
}

void check_web_configs(const CheckContext& context, Findings& findings) {
  if (!context.inputs.read || findings.leaves_out("PLN115")) return;
  for (std::size_t i = 0; i < context.server.sites.size(); ++i) {
    if (context.programs.at(i).empty() || !findings.concerns(*context.server.sites[i].at)) continue;
    for (const WebApplication& application : context.server.sites[i].applications)
      for (const WebDirectory& directory : application.directories)
        if (directory.path == "/")
          check_web_config(directory.physical_path, context.inputs.read, findings.all());
  }
}

}  // namespace fcgi6to7
