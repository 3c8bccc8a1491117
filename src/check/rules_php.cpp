// Rules on what breaks a PHP site that was moved, in the config and on the disk.
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "check/rules.hpp"
#include "plan/appcmd.hpp"
#include "plan/handler_checks.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// The first handler mapping at server level that sends .php to FastCGI.
const Element* php_handler(const ServerModel& server) {
  for (const LevelSection& section : server.find("handlers"))
    for (const Element& child : section.at->children)
      if (section.level.empty() && child.name == "add" && has_module(child, "FastCgiModule") &&
          equal_without_case(child.value("path"), "*.php"))
        return &child;
  return nullptr;
}

// hiddenSegments of a server as IIS is installed.
constexpr std::array<std::string_view, 8> usual_segments = {
    "web.config",        "bin",      "App_code",    "App_GlobalResources", "App_LocalResources",
    "App_WebReferences", "App_Data", "App_Browsers"};

// The segments that requestFiltering hides at a level: what its levels add and remove, or what IIS
// is installed with where the file says nothing.
std::vector<std::string> hidden_segments(const SectionLevels& levels, std::string_view level) {
  std::vector<std::string> hidden;
  std::unordered_set<std::string> removed;
  bool said = false;
  for (const Element* section : levels.all(level)) {
    const Element* list = section->child("hiddenSegments");
    if (!list) continue;
    said = true;
    bool cleared = false;
    for (const Element& child : list->children) {
      const std::string segment(child.value("segment"));
      if (child.name == "add" && !removed.contains(fold_case(segment))) hidden.push_back(segment);
      cleared = cleared || child.name == "clear";
    }
    for (const Element& child : list->children)
      if (child.name == "remove") removed.insert(fold_case(child.value("segment")));
    if (cleared) break;
  }
  if (!said) hidden.assign(usual_segments.begin(), usual_segments.end());
  return hidden;
}

}  // namespace

void check_default_documents(const CheckContext& context, Findings& findings) {
  const Element* handler = php_handler(context.server);
  const auto& sections = context.server.find("defaultDocument");
  if (!handler || sections.empty()) return;
  for (const LevelSection& section : sections)
    if (const Element* files = section.at->child("files"))
      for (const Element& file : files->children)
        if (equal_without_case(file.value("value"), "index.php")) return;
  findings.add("CHK017", *sections.front().at,
               "PHP is on at every site, and index.php is no default document",
               "appcmd set config /section:defaultDocument /+files.[@start,value='index.php'] "
               "/commit:apphost; or let each web.config name it");
  if (const Element* files = sections.front().at->child("files"))
    findings.offer("CHK017", *files, [files](Patch& patch) {
      patch.insert(files->tag, files->children, nullptr, {"add", {{"value", "index.php"}}, {}});
    });
}

void check_error_pages(const CheckContext& context, Findings& findings) {
  if (context.server.find("fastCgi").empty()) return;
  bool any = false;
  for (const LevelSection& section : context.server.find("fastCgi"))
    any = any || section.at->child("application");
  if (!any) return;
  for (const LevelSection& section : context.server.find("httpErrors"))
    if (section.at->value("existingResponse") == "Replace") {
      findings.add("CHK020", *section.at,
                   "existingResponse=\"Replace\": the error pages of FastCGI programs never reach "
                   "the visitor",
                   "Set existingResponse to Auto or PassThrough, if programs send pages of their "
                   "own");
      findings.offer_value("CHK020", *section.at, "existingResponse", "Auto");
    }
}

void check_uploads(const CheckContext& context, Findings& findings) {
  constexpr unsigned long long usual = 30000000;  // IIS_schema.xml, in every version
  if (context.programs.settings.empty()) return;
  const SectionLevels levels(context.server, "security/requestFiltering");
  for (std::size_t i = 0; i < context.server.sites.size(); ++i) {
    const WebSite& site = context.server.sites[i];
    for (const Element* program : context.programs.at(i)) {
      const EngineSettings* settings = context.programs.find_settings(program);
      const auto upload = settings ? settings->size("upload_max_filesize") : std::nullopt;
      const auto post = settings ? settings->size("post_max_size") : std::nullopt;
      if (!upload || !post) continue;
      const Attribute* limit = levels.find(site.name, "maxAllowedContentLength", "requestLimits");
      const auto most = limit ? decimal(limit->value) : usual;
      const unsigned long long wanted = *post == 0 ? *upload : std::min(*upload, *post);
      if (!most || wanted <= *most) continue;
      findings.add("CHK032", *site.at,
                   "site '" + site.name + "': " + settings->file + " allows uploads of " +
                       std::to_string(wanted) + " bytes, and IIS refuses more than " +
                       std::to_string(*most),
                   "appcmd.exe set config \"" + appcmd_value(site.name) +
                       "\" /section:requestFiltering /requestLimits.maxAllowedContentLength:" +
                       std::to_string(std::max(wanted, *post)));
      break;
    }
  }
}

void check_hidden_segments(const CheckContext& context, Findings& findings) {
  const SectionLevels levels(context.server, "security/requestFiltering");
  for (std::size_t i = 0; i < context.server.sites.size(); ++i) {
    const WebSite& site = context.server.sites[i];
    if (context.programs.at(i).empty()) continue;
    for (const std::string& segment : hidden_segments(levels, site.name)) {
      if (equal_without_case(segment, "web.config")) continue;
      for (const WebApplication& application : site.applications)
        for (const WebDirectory& directory : application.directories) {
          const std::string url = application.path + (application.path.ends_with('/') ? "" : "/") +
                                  directory.path.substr(directory.path.starts_with('/') ? 1 : 0);
          const bool in_url =
              fold_case(url + "/").find("/" + fold_case(segment) + "/") != std::string::npos;
          const std::string folder = directory.physical_path + "\\" + segment;
          const bool on_disk = !directory.physical_path.empty() && context.inputs.exists &&
                               context.inputs.exists(folder);
          if (!in_url && !on_disk) continue;
          findings.add("CHK033", *directory.at,
                       "requests below /" + segment + " of '" + site.name +
                           "' are answered with 404.8: requestFiltering hides that name" +
                           (on_disk ? ", and " + folder + " is there" : ""),
                       "If visitors are to have it: appcmd.exe set config \"" +
                           appcmd_value(site.name) +
                           "\" /section:requestFiltering /-hiddenSegments.[segment='" +
                           appcmd_value(segment) + "']");
        }
    }
  }
}

void check_double_escaping(const CheckContext& context, Findings& findings) {
  const SectionLevels levels(context.server, "security/requestFiltering");
  for (std::size_t i = 0; i < context.server.sites.size(); ++i) {
    const WebSite& site = context.server.sites[i];
    const Attribute* allowed = levels.find(site.name, "allowDoubleEscaping");
    if (context.programs.at(i).empty() || (allowed && allowed->value == "true")) continue;
    for (const WebApplication& application : site.applications)
      for (const WebDirectory& directory : application.directories)
        if (application.path.find('+') != std::string::npos ||
            directory.path.find('+') != std::string::npos)
          findings.add("CHK036", *directory.at,
                       "requests for '" + site.name + application.path +
                           (directory.path == "/" ? "" : directory.path) +
                           "' are answered with 404.11: its path holds a plus sign",
                       "appcmd.exe set config \"" + appcmd_value(site.name) +
                           "\" /section:requestFiltering /allowDoubleEscaping:true");
  }
}

void check_impersonation(const CheckContext& context, Findings& findings) {
  for (const LevelSection& section : context.server.find("fastCgi"))
    for (const Element& application : section.at->children) {
      const EngineSettings* settings = context.programs.find_settings(&application);
      if (!settings || !settings->is_on("fastcgi.impersonate") ||
          application.value("protocol") != "Tcp")
        continue;
      findings.add("CHK034", application,
                   "fastcgi.impersonate is on in " + settings->file +
                       ", and protocol Tcp hands over no account",
                   "Set protocol to NamedPipe (--fix CHK034), or fastcgi.impersonate=0");
      findings.offer_value("CHK034", application, "protocol", "NamedPipe");
    }
}

void check_program_files(const CheckContext& context, Findings& findings) {
  if (!context.inputs.exists) return;
  for (const LevelSection& section : context.server.find("fastCgi"))
    for (const Element& application : section.at->children)
      if (const std::string program(application.value("fullPath"));
          !program.empty() && !context.inputs.exists(program))
        findings.add("CHK035", application, "'" + program + "' is not on the disk",
                     "Install the program there, or correct fullPath and the handler mappings");
}

void check_web_configs(const CheckContext& context, Findings& findings) {
  if (!context.inputs.read) return;
  for (std::size_t i = 0; i < context.server.sites.size(); ++i) {
    if (context.programs.at(i).empty() || !findings.concerns(*context.server.sites[i].at)) continue;
    for (const WebApplication& application : context.server.sites[i].applications)
      for (const WebDirectory& directory : application.directories)
        if (directory.path == "/")
          check_web_config(directory.physical_path, context.inputs.read, findings.all());
  }
}

}  // namespace fcgi6to7
