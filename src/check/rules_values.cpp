// Rules on values of <application>.
#include <unordered_map>

#include "check/rules.hpp"
#include "plan/appcmd.hpp"
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

AttributeValues key_of(const Element& application) {
  return {{"fullPath", std::string(application.value("fullPath"))},
          {"arguments", std::string(application.value("arguments"))}};
}

std::string command(const Element& application, std::string_view attribute,
                    std::string_view value) {
  return appcmd_set_config("", "fastCgi",
                           appcmd_set(appcmd_element(key_of(application)), attribute, value));
}

const Element* variable_of(const Element& application, std::string_view name) {
  if (const Element* variables = application.child("environmentVariables"))
    for (const Element& variable : variables->children)
      if (equal_without_case(variable.value("name"), name)) return &variable;
  return nullptr;
}

// The command that gives the program an environment variable.
std::string set_variable(const Element& application, const std::string& name,
                         const std::string& value) {
  const std::string variables = appcmd_element(key_of(application)) + ".environmentVariables";
  if (const Element* present = variable_of(application, name))
    return appcmd_set_config(
        "", "fastCgi",
        appcmd_set(
            variables + "." + appcmd_element({{"name", std::string(present->value("name"))}}),
            "value", value));
  return appcmd_set_config("", "fastCgi",
                           appcmd_add(variables, {{"name", name}, {"value", value}}));
}

void offer_requests(const Element& application, const Engine& engine, const std::string& limit,
                    Findings& findings) {
  if (const Element* variable = variable_of(application, engine.requests_variable))
    return findings.offer_value("CHK016", *variable, "value", limit);
  const Element* variables = application.child("environmentVariables");
  findings.offer(
      "CHK016", application,
      [&application, variables, name = engine.requests_variable, limit](Patch& patch) {
        NewElement variable{"environmentVariable", {{"name", name}, {"value", limit}}, {}};
        if (variables)
          patch.append(variables->tag, variables->children, std::move(variable));
        else
          patch.append(application.tag, application.children,
                       {"environmentVariables", {}, {std::move(variable)}});
      });
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
                 "Raise it to the longest time that a request may take: " +
                     command(application, "requestTimeout", std::to_string(*activity)));
    findings.offer_value("CHK015", application, "requestTimeout", std::to_string(*activity));
  });
}

void check_request_limits(const CheckContext& context, Findings& findings) {
  for_each_application(context.server, [&](const Element& application) {
    const Engine* engine = context.mapping.find_engine(application.value("fullPath"));
    const auto limit = number_of(application, "instanceMaxRequests", context.target);
    if (!engine || engine->requests_variable.empty() || !limit) return;
    auto own = std::optional(engine->requests_default);
    if (const Element* variable = variable_of(application, engine->requests_variable))
      own = decimal(variable->value("value"));
    if (!own || *own == 0 || *own >= *limit) return;
    findings.add("CHK016", application,
                 "the program ends itself after " + std::to_string(*own) + " requests (" +
                     engine->requests_variable + "), before instanceMaxRequests " +
                     std::to_string(*limit),
                 set_variable(application, engine->requests_variable, std::to_string(*limit)));
    offer_requests(application, *engine, std::to_string(*limit), findings);
  });
}

void check_queues(const CheckContext& context, Findings& findings) {
  const AttributeRule* rule = context.target.find("queueLength");
  if (!rule || !rule->default_value) return;
  const auto usual = decimal(*rule->default_value);
  for_each_application(context.server, [&](const Element& application) {
    const auto length = number_of(application, "queueLength", context.target);
    if (!usual || !length || *length >= *usual) return;
    findings.add("CHK027", application,
                 "queueLength " + std::to_string(*length) + ": when as many requests wait, the " +
                     "next one is answered with 503",
                 "Leave it at the default unless that is meant: " +
                     command(application, "queueLength", *rule->default_value));
    findings.offer_value("CHK027", application, "queueLength", *rule->default_value);
  });
}

void check_streaming(const CheckContext& context, Findings& findings) {
  std::unordered_map<std::string, const Element*> flushing;
  for_each_application(context.server, [&](const Element& application) {
    if (application.value("flushNamedPipe") == "true")
      flushing.emplace(fold_case(application.value("fullPath")) + "|" +
                           fold_case(application.value("arguments")),
                       &application);
  });
  if (flushing.empty()) return;
  for (const FastCgiHandler& handler : context.server.fast_cgi_handlers) {
    const Element& at = *handler.at;
    if (at.value("responseBufferLimit") == "0" || !flushing.contains(program_of(at))) continue;
    findings.add(
        "CHK028", at,
        "handler '" + std::string(at.value("name")) + "' gathers up to " +
            std::string(at.value("responseBufferLimit", context.mapping.section_default(
                                                            "handlers", "responseBufferLimit"))) +
            " bytes before it sends, while flushNamedPipe has its program flush",
        "If pages are to be streamed: " +
            appcmd_set_handler(handler.level, at.value("name"), "responseBufferLimit", "0"));
    findings.offer_value("CHK028", at, "responseBufferLimit", "0");
  }
}

void check_signals(const CheckContext& context, Findings& findings) {
  if (!context.target.find("signalBeforeTerminateSeconds")) return;
  for_each_application(context.server, [&](const Element& application) {
    const Engine* engine = context.mapping.find_engine(application.value("fullPath"));
    const auto seconds = number_of(application, "signalBeforeTerminateSeconds", context.target);
    if (!engine || engine->signal_seconds == 0 || !seconds || *seconds > 0) return;
    const std::string wanted = std::to_string(engine->signal_seconds);
    findings.add("CHK029", application,
                 "signalBeforeTerminateSeconds is 0: '" +
                     std::string(application.value("fullPath")) +
                     "' is ended without a chance to clean up",
                 command(application, "signalBeforeTerminateSeconds", wanted));
    findings.offer_value("CHK029", application, "signalBeforeTerminateSeconds", wanted);
  });
}

void check_monitored_files(const CheckContext& context, Findings& findings) {
  for_each_application(context.server, [&](const Element& application) {
    const std::string file(application.value("monitorChangesTo"));
    if (file.empty()) return;
    const bool full = (file.size() > 2 && file[1] == ':') || file.starts_with("\\\\");
    if (full && (!context.inputs.exists || context.inputs.exists(file))) return;
    findings.add("CHK030", application,
                 "monitorChangesTo '" + file + "' " +
                     (full ? "is not on the disk" : "is no full path; %VAR% is not expanded in it"),
                 "Name a file that is there, with its drive and folders: " +
                     command(application, "monitorChangesTo", "FILE"));
  });
}

}  // namespace fcgi6to7
