#include "report/json_writer.hpp"
#include "report/report.hpp"

namespace fcgi6to7 {
namespace {

void write_place(JsonWriter& out, const Origin& from) {
  out.key("from").object().text("file", from.file).line_or_null("line", from.line).end_object();
}

void write_change(JsonWriter& out, const Change& change) {
  out.object().text("action", to_string(change.action)).key("fate");
  if (change.fate == Fate::none)
    out.null();
  else
    out.text(to_string(change.fate));
  out.text("setting", change.rule).key("from").object();
  out.text("file", change.from.file).line_or_null("line", change.from.line);
  out.text("text", change.from.text).end_object();
  out.text_unless_empty("attribute", change.attribute);
  out.text_or_null("before", change.before).text_or_null("after", change.after);
  out.boolean("pinned", change.pinned).text("reason", change.reason).end_object();
}

void write_application(JsonWriter& out, const ApplicationPlan& application) {
  out.object().text("action", to_string(application.action)).key("pools").array();
  for (const std::string& pool : application.pools) out.text(pool);
  out.end_array();
  write_place(out, application.from);
  out.text("fullPath", application.full_path).text("arguments", application.arguments);
  out.key("changes").array();
  for (const Change& change : application.changes) write_change(out, change);
  out.end_array().end_object();
}

void write_binding(JsonWriter& out, const BindingPlan& binding) {
  out.object().text("action", to_string(binding.action)).key("from").object();
  out.text("file", binding.from.file)
      .number("line", static_cast<std::uint64_t>(binding.from.line))
      .text("text", binding.from.text)
      .end_object();
  out.text("extension", binding.extension).text_or_null("siteId", binding.site_id);
  out.text_or_null("application", binding.application).text("pool", binding.pool);
  out.text("reason", binding.reason).text("remedy", binding.remedy).end_object();
}

void write_handler(JsonWriter& out, const HandlerPlan& handler) {
  out.object().text("action", to_string(handler.action)).text("level", handler.level);
  out.text("name", handler.name).text("path", handler.path);
  out.text_unless_empty("pool", handler.pool);
  write_place(out, handler.from);
  out.key("attributes").object();
  for (const auto& [name, value] : handler.attributes) out.text(name, value);
  out.end_object().key("changes").array();
  for (const Change& change : handler.changes)
    out.object()
        .text("action", to_string(change.action))
        .text("attribute", change.attribute)
        .text_or_null("before", change.before)
        .text_or_null("after", change.after)
        .end_object();
  out.end_array().text("reason", handler.reason).end_object();
}

void write_access(JsonWriter& out, const AccessPlan& access) {
  out.object().text("action", to_string(access.action)).text("level", access.level);
  out.text_or_null("before", access.before).text("after", access.after);
  out.text("reason", access.reason).end_object();
}

void write_finding(JsonWriter& out, const Diagnostic& finding) {
  out.object().text("severity", to_string(finding.severity)).text("code", finding.code);
  out.text_unless_empty("file", finding.file).line_or_null("line", finding.place.line);
  out.line_or_null("column", finding.place.line > 0 ? finding.place.column : 0);
  out.text("phrase", finding.phrase).text("hint", finding.hint).end_object();
}

void write_source(JsonWriter& out, const Report& report) {
  const SourceFacts& source = report.outcome.source;
  out.key("source").object().text("file", report.inputs.ini.name);
  out.text("version", to_string(source.version)).boolean("decided", source.decided);
  out.key("evidence").array();
  for (const Evidence& item : source.evidence)
    out.object()
        .text("what", item.what)
        .text("file", item.file)
        .line_or_null("line", item.line)
        .end_object();
  out.end_array().text("encoding", source.encoding.name);
  out.text("encodingReason", source.encoding_reason).end_object();
}

void write_state(JsonWriter& out, const Report& report) {
  const Outcome& outcome = report.outcome;
  const bool has_config = report.inputs.config.has_value();
  out.key("target").object().text_unless_empty("file",
                                               has_config ? report.inputs.config->name : "");
  out.text("version", outcome.target.version).text("reason", outcome.target.reason).end_object();
  out.boolean("refused", has_config && !outcome.patched).boolean("changed", outcome.has_changes());
  out.boolean("leftOut", outcome.left_out).text_unless_empty("written", report.written_to);
  out.text_unless_empty("backup", report.backup);
  out.boolean("secretsMasked", report.masks_secrets);
}

void write_counts(JsonWriter& out, const Report& report) {
  const Counts counts = report.plan.counts();
  out.key("counts").object().number("create", counts.create).number("set", counts.set);
  out.number("keep", counts.keep).number("remove", counts.remove).number("skip", counts.skip);
  out.number("errors", report.diagnostics.count(Severity::error));
  out.number("warnings", report.diagnostics.count(Severity::warning));
  out.number("notes", report.diagnostics.count(Severity::note)).end_object();
}

template <typename Item>
void write_list(JsonWriter& out, std::string_view name, const std::vector<Item>& items,
                void (*write)(JsonWriter&, const Item&)) {
  out.key(name).array();
  for (const Item& item : items) write(out, item);
  out.end_array();
}

}  // namespace

std::string json_report(const Report& report) {
  const Outcome& outcome = report.outcome;
  JsonWriter out(JsonWriter::Layout::indented);
  out.object().number("format", 1).text("command", report.command);
  write_source(out, report);
  write_state(out, report);
  write_counts(out, report);
  write_list(out, "applications", report.plan.applications, write_application);
  write_list(out, "handlers", report.plan.handlers, write_handler);
  write_list(out, "accessPolicies", report.plan.access_policies, write_access);
  write_list(out, "bindings", report.plan.bindings, write_binding);
  write_list(out, "diagnostics", report.diagnostics.all(), write_finding);
  if (outcome.has_changes())
    out.text("diff", report.diff);
  else
    out.key("diff").null();
  return std::move(out.end_object()).take() + "\n";
}

}  // namespace fcgi6to7
