#include <nlohmann/json.hpp>

#include "report/report.hpp"

namespace fcgi6to7 {
namespace {

using Json = nlohmann::ordered_json;

Json optional_text(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json(nullptr);
}

Json place(const std::string& file, int line) {
  return {{"file", file}, {"line", line > 0 ? Json(line) : Json(nullptr)}};
}

Json change_json(const Change& change) {
  return {{"action", to_string(change.action)},
          {"fate", change.fate == Fate::none ? Json(nullptr) : Json(to_string(change.fate))},
          {"setting", change.rule},
          {"from",
           {{"file", change.from.file},
            {"line", change.from.line > 0 ? Json(change.from.line) : Json(nullptr)},
            {"text", change.from.text}}},
          {"attribute", change.attribute.empty() ? Json(nullptr) : Json(change.attribute)},
          {"before", optional_text(change.before)},
          {"after", optional_text(change.after)},
          {"pinned", change.pinned},
          {"reason", change.reason}};
}

Json application_json(const ApplicationPlan& application) {
  Json changes = Json::array();
  for (const Change& change : application.changes) changes.push_back(change_json(change));
  return {{"action", to_string(application.action)},
          {"pools", application.pools},
          {"from", place(application.from.file, application.from.line)},
          {"fullPath", application.full_path},
          {"arguments", application.arguments},
          {"changes", std::move(changes)}};
}

Json binding_json(const BindingPlan& binding) {
  return {{"action", to_string(binding.action)},
          {"from",
           {{"file", binding.from.file}, {"line", binding.from.line}, {"text", binding.from.text}}},
          {"extension", binding.extension},
          {"siteId", optional_text(binding.site_id)},
          {"application", optional_text(binding.application)},
          {"pool", binding.pool},
          {"reason", binding.reason},
          {"remedy", binding.remedy}};
}

Json handler_json(const HandlerPlan& handler) {
  Json attributes = Json::object(), changes = Json::array();
  for (const auto& [name, value] : handler.attributes) attributes[name] = value;
  for (const Change& change : handler.changes)
    changes.push_back({{"action", to_string(change.action)},
                       {"attribute", change.attribute},
                       {"before", optional_text(change.before)},
                       {"after", optional_text(change.after)}});
  return {{"action", to_string(handler.action)},
          {"level", handler.level},
          {"name", handler.name},
          {"path", handler.path},
          {"pool", handler.pool.empty() ? Json(nullptr) : Json(handler.pool)},
          {"from", place(handler.from.file, handler.from.line)},
          {"attributes", std::move(attributes)},
          {"changes", std::move(changes)},
          {"reason", handler.reason}};
}

Json access_json(const AccessPlan& access) {
  return {{"action", to_string(access.action)},
          {"level", access.level},
          {"before", optional_text(access.before)},
          {"after", access.after},
          {"reason", access.reason}};
}

Json finding_json(const Diagnostic& finding) {
  const bool placed = finding.place.line > 0;
  return {{"severity", to_string(finding.severity)},
          {"code", finding.code},
          {"file", finding.file.empty() ? Json(nullptr) : Json(finding.file)},
          {"line", placed ? Json(finding.place.line) : Json(nullptr)},
          {"column", placed ? Json(finding.place.column) : Json(nullptr)},
          {"phrase", finding.phrase},
          {"hint", finding.hint}};
}

Json source_json(const Report& report) {
  const SourceFacts& source = report.outcome.source;
  Json evidence = Json::array();
  for (const Evidence& item : source.evidence)
    evidence.push_back({{"what", item.what},
                        {"file", item.file},
                        {"line", item.line > 0 ? Json(item.line) : Json(nullptr)}});
  return {{"file", report.inputs.ini.name},   {"version", to_string(source.version)},
          {"decided", source.decided},        {"evidence", std::move(evidence)},
          {"encoding", source.encoding.name}, {"encodingReason", source.encoding_reason}};
}

Json counts_json(const Outcome& outcome) {
  const Counts counts = outcome.plan.counts();
  return {{"create", counts.create},
          {"set", counts.set},
          {"keep", counts.keep},
          {"remove", counts.remove},
          {"skip", counts.skip},
          {"errors", outcome.diagnostics.count(Severity::error)},
          {"warnings", outcome.diagnostics.count(Severity::warning)},
          {"notes", outcome.diagnostics.count(Severity::note)}};
}

}  // namespace

std::string json_report(const Report& report) {
  const Outcome& outcome = report.outcome;
  Json applications = Json::array(), bindings = Json::array(), findings = Json::array();
  Json handlers = Json::array(), policies = Json::array();
  for (const HandlerPlan& handler : outcome.plan.handlers)
    handlers.push_back(handler_json(handler));
  for (const AccessPlan& access : outcome.plan.access_policies)
    policies.push_back(access_json(access));
  for (const ApplicationPlan& application : outcome.plan.applications)
    applications.push_back(application_json(application));
  for (const BindingPlan& binding : outcome.plan.bindings)
    bindings.push_back(binding_json(binding));
  for (const Diagnostic& finding : outcome.diagnostics.all())
    findings.push_back(finding_json(finding));
  const bool has_config = report.inputs.config.has_value();
  Json root = {{"format", 1},
               {"command", report.command},
               {"source", source_json(report)},
               {"target",
                {{"file", has_config ? Json(report.inputs.config->name) : Json(nullptr)},
                 {"version", outcome.target.version},
                 {"reason", outcome.target.reason}}},
               {"refused", has_config && !outcome.patched},
               {"changed", outcome.has_changes()},
               {"leftOut", outcome.left_out},
               {"written", report.written_to.empty() ? Json(nullptr) : Json(report.written_to)},
               {"backup", report.backup.empty() ? Json(nullptr) : Json(report.backup)},
               {"counts", counts_json(outcome)},
               {"applications", std::move(applications)},
               {"handlers", std::move(handlers)},
               {"accessPolicies", std::move(policies)},
               {"bindings", std::move(bindings)},
               {"diagnostics", std::move(findings)},
               {"diff", outcome.has_changes() ? Json(text_diff(outcome)) : Json(nullptr)}};
  return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fcgi6to7
