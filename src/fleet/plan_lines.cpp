#include "fleet/plan_lines.hpp"

#include <algorithm>

#include "fleet/fingerprint.hpp"

namespace fcgi6to7 {
namespace {

bool counts(const Change& change) {
  if (change.action == Action::skip) return change.fate == Fate::refused;
  return change.action != Action::keep;
}

std::string value_text(const Change& change) {
  std::string text = change.attribute.empty() ? change.rule : change.attribute;
  if (change.action == Action::skip) return text + " refused";
  if (change.before) text += " " + (change.before->empty() ? "\"\"" : *change.before) + " →";
  text += " " + (!change.after ? "(removed)" : change.after->empty() ? "\"\"" : *change.after);
  return text;
}

std::string level_text(const std::string& level, bool alike) {
  if (level.empty()) return "the server";
  if (!alike) return level;
  return level.find('/') == level.npos ? "a site" : "a folder of a site";
}

void add_application(std::vector<std::string>& lines, const ApplicationPlan& application) {
  const std::string where = application.full_path +
                            (application.arguments.empty() ? "" : " | " + application.arguments) +
                            ": ";
  for (const Change& change : application.changes)
    if (counts(change))
      lines.push_back(std::string(to_string(change.action)) + " " + where + value_text(change));
  if (application.action == Action::skip) lines.push_back("leave out " + where);
}

void add_handler(std::vector<std::string>& lines, const HandlerPlan& handler, bool alike) {
  if (handler.action == Action::keep || handler.action == Action::skip) return;
  std::string line = std::string(to_string(handler.action)) + " handler mapping " + handler.name +
                     " (" + handler.path + ") at " + level_text(handler.level, alike) + ":";
  if (handler.action == Action::create)
    for (const auto& [name, value] : handler.attributes)
      if (name != "name" && name != "path") line.append(" ").append(name).append("=").append(value);
  for (const Change& change : handler.changes) line += " " + value_text(change);
  lines.push_back(std::move(line));
}

}  // namespace

std::vector<std::string> plan_lines(const Plan& plan, bool alike) {
  std::vector<std::string> lines;
  for (const ApplicationPlan& application : plan.applications) add_application(lines, application);
  for (const HandlerPlan& handler : plan.handlers) add_handler(lines, handler, alike);
  for (const AccessPlan& access : plan.access_policies)
    if (access.action != Action::keep && access.action != Action::skip)
      lines.push_back(std::string(to_string(access.action)) + " accessPolicy " + access.after +
                      " at " + level_text(access.level, alike));
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string print_of(const std::vector<std::string>& lines, std::size_t digits) {
  std::string all;
  for (const std::string& line : lines) all.append(line).append(1, '\n');
  return fingerprint(all).text().substr(0, digits);
}

}  // namespace fcgi6to7
