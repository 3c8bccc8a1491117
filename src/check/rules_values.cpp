// Rules on values of <application>, and on what breaks a PHP site that was moved.
#include <algorithm>

#include "check/rules.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

template <typename Visit>
void for_each_application(const ServerModel& server, Visit visit) {
  for (const LevelSection& section : server.find("fastCgi"))
    for (const Element& child : section.at->children)
      if (child.name == "application") visit(child);
}

// A number of the application, or the default of the target; nothing when it is no number.
std::optional<unsigned long long> number_of(const Element& application, std::string_view name,
                                            const TargetSchema& target) {
  if (const Attribute* attribute = application.find(name)) return decimal(attribute->value);
  const AttributeRule* rule = target.find(name);
  if (!rule || !rule->default_value) return std::nullopt;
  return decimal(*rule->default_value);
}

// The first handler mapping at server level that sends .php to FastCGI.
const Element* php_handler(const ServerModel& server) {
  for (const LevelSection& section : server.find("handlers"))
    for (const Element& child : section.at->children)
      if (section.level.empty() && child.name == "add" && has_module(child, "FastCgiModule") &&
          equal_without_case(child.value("path"), "*.php"))
        return &child;
  return nullptr;
}

}  // namespace

void check_timeouts(const CheckContext& context, Findings& findings) {
  for_each_application(context.server, [&](const Element& application) {
    const auto request = number_of(application, "requestTimeout", context.target);
    const auto activity = number_of(application, "activityTimeout", context.target);
    if (!request || !activity || *request >= *activity) return;
    findings.add("CHK015", application,
                 "requestTimeout " + std::to_string(*request) + " ends every request before " +
                     "activityTimeout " + std::to_string(*activity) + " can",
                 "Raise requestTimeout to the longest time that a request may take");
  });
}

void check_request_limits(const CheckContext& context, Findings& findings) {
  for_each_application(context.server, [&](const Element& application) {
    const Engine* engine = context.mapping.find_engine(application.value("fullPath"));
    const auto limit = number_of(application, "instanceMaxRequests", context.target);
    if (!engine || engine->requests_variable.empty() || !limit) return;
    auto own = std::optional(engine->requests_default);
    if (const Element* variables = application.child("environmentVariables"))
      for (const Element& variable : variables->children)
        if (equal_without_case(variable.value("name"), engine->requests_variable))
          own = decimal(variable.value("value"));
    if (!own || *own == 0 || *own >= *limit) return;
    findings.add("CHK016", application,
                 "the program ends itself after " + std::to_string(*own) + " requests (" +
                     engine->requests_variable + "), before instanceMaxRequests " +
                     std::to_string(*limit),
                 "Set " + engine->requests_variable + " to " + std::to_string(*limit) + " or more");
  });
}

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
}

void check_error_pages(const CheckContext& context, Findings& findings) {
  bool any = false;
  for_each_application(context.server, [&](const Element&) { any = true; });
  if (!any) return;
  for (const LevelSection& section : context.server.find("httpErrors"))
    if (section.at->value("existingResponse") == "Replace")
      findings.add("CHK020", *section.at,
                   "existingResponse=\"Replace\": the error pages of FastCGI programs never reach "
                   "the visitor",
                   "Set existingResponse to Auto or PassThrough, if programs send pages of their "
                   "own");
}

}  // namespace fcgi6to7
