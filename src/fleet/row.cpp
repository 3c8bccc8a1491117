#include "fleet/row.hpp"

#include <nlohmann/json.hpp>

namespace fcgi6to7 {
namespace {

using Json = nlohmann::json;

std::string text_at(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number_at(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

Severity severity_of(std::string_view text) {
  if (text == "error") return Severity::error;
  return text == "warning" ? Severity::warning : Severity::note;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Where a thing of the server's own that begins here ends; `at` when none does.
std::size_t own_end(std::string_view phrase, std::size_t at) {
  const bool word_begins = at == 0 || phrase[at - 1] == ' ' || phrase[at - 1] == '(';
  if (phrase[at] == '\'' && word_begins) {
    const std::size_t close = phrase.find('\'', at + 1);
    return close == phrase.npos ? at : close + 1;
  }
  if (phrase[at] == '[' && word_begins) {
    const std::size_t close = phrase.find(']', at + 1);
    if (close != phrase.npos && phrase.substr(at, close - at) != "[Types") return close + 1;
  }
  const bool drive = word_begins && at + 2 < phrase.size() && is_letter(phrase[at]) &&
                     phrase[at + 1] == ':' && phrase[at + 2] == '\\';
  if (drive) return std::min(phrase.find(' ', at), phrase.size());
  if (!is_digit(phrase[at]) || (at > 0 && is_digit(phrase[at - 1]))) return at;
  std::size_t end = at;
  while (end < phrase.size() && is_digit(phrase[end])) ++end;
  constexpr std::size_t long_number = 4;  // "error 500" says something, "4000000" is its own
  return end - at >= long_number ? end : at;
}

void write_counts(JsonWriter& out, const Counts& counts) {
  out.key("counts").object().number("create", counts.create).number("set", counts.set);
  out.number("keep", counts.keep).number("remove", counts.remove).number("skip", counts.skip);
  out.end_object();
}

Counts read_counts(const Json& object) {
  Counts counts;
  const auto found = object.find("counts");
  if (found == object.end() || !found->is_object()) return counts;
  counts.create = number_at(*found, "create");
  counts.set = number_at(*found, "set");
  counts.keep = number_at(*found, "keep");
  counts.remove = number_at(*found, "remove");
  counts.skip = number_at(*found, "skip");
  return counts;
}

}  // namespace

std::string_view to_string(ServerStatus status) {
  switch (status) {
    case ServerStatus::changed:
      return "changed";
    case ServerStatus::unchanged:
      return "unchanged";
    case ServerStatus::failed:
      break;
  }
  return "failed";
}

std::uint64_t Row::count(Severity severity) const {
  std::uint64_t sum = 0;
  for (const FoldedFinding& finding : findings)
    if (finding.severity == severity) sum += finding.times;
  return sum;
}

std::string fold_phrase(std::string_view phrase) {
  std::string folded;
  for (std::size_t at = 0; at < phrase.size();) {
    const std::size_t end = own_end(phrase, at);
    if (end > at)
      folded += "…";
    else
      folded += phrase[at];
    at = end > at ? end : at + 1;
  }
  return folded;
}

void write_row(JsonWriter& out, const Row& row, bool with_changes) {
  out.object().text("server", row.server).text("status", to_string(row.status));
  out.boolean("leftOut", row.left_out);
  write_counts(out, row.counts);
  out.number("errors", row.count(Severity::error)).number("warnings", row.count(Severity::warning));
  out.number("notes", row.count(Severity::note)).key("findings").array();
  for (const FoldedFinding& finding : row.findings)
    out.object()
        .text("severity", to_string(finding.severity))
        .text("code", finding.code)
        .text("phrase", finding.phrase)
        .number("times", finding.times)
        .end_object();
  out.end_array().text_unless_empty("error", row.error);
  out.text_unless_empty("plan", row.plan).text_unless_empty("group", row.group);
  if (with_changes) {
    out.key("changes").array();
    for (const std::string& change : row.changes) out.text(change);
    out.end_array();
  }
  out.text_unless_empty("config", row.config).text_unless_empty("written", row.written);
  out.text_unless_empty("backup", row.backup).text_unless_empty("inputs", row.inputs);
  out.text_unless_empty("before", row.before).text_unless_empty("after", row.after);
  out.end_object();
}

std::optional<Row> read_row(std::string_view line) {
  const Json object = Json::parse(line, nullptr, false);
  if (!object.is_object() || !object.contains("server") || !object.contains("status"))
    return std::nullopt;
  Row row;
  row.server = text_at(object, "server");
  const std::string status = text_at(object, "status");
  if (status == "changed") row.status = ServerStatus::changed;
  if (status == "unchanged") row.status = ServerStatus::unchanged;
  const auto left_out = object.find("leftOut");
  row.left_out = left_out != object.end() && left_out->is_boolean() && left_out->get<bool>();
  row.counts = read_counts(object);
  for (const Json& finding : object.value("findings", Json::array()))
    if (finding.is_object())
      row.findings.push_back({severity_of(text_at(finding, "severity")), text_at(finding, "code"),
                              text_at(finding, "phrase"), number_at(finding, "times")});
  if (const auto changes = object.find("changes"); changes != object.end() && changes->is_array())
    for (const Json& change : *changes)
      if (change.is_string()) row.changes.push_back(change.get<std::string>());
  row.error = text_at(object, "error");
  row.plan = text_at(object, "plan");
  row.group = text_at(object, "group");
  row.config = text_at(object, "config");
  row.written = text_at(object, "written");
  row.backup = text_at(object, "backup");
  row.inputs = text_at(object, "inputs");
  row.before = text_at(object, "before");
  row.after = text_at(object, "after");
  return row;
}

}  // namespace fcgi6to7
