// Rules on what breaks a PHP site that was moved.
#include "check/rules.hpp"
#include "plan/appcmd.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// The first handler mapping at server level that sends .php to FastCGI.
const Element* php_handler(const ServerModel& server) {
  for (const FastCgiHandler& handler : server.fast_cgi_handlers)
    if (handler.level.empty() && equal_without_case(handler.at->value("path"), "*.php"))
      return handler.at;
  return nullptr;
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
               appcmd_set_config("", "defaultDocument", "\"/+files.[@start,value='index.php']\"") +
                   "; or let each web.config name it");
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
                   "If programs send pages of their own: " +
                       appcmd_set_config(section.level, "httpErrors",
                                         appcmd_set("", "existingResponse", "Auto")));
      findings.offer_value("CHK020", *section.at, "existingResponse", "Auto");
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

}  // namespace fcgi6to7
