#include "fleet/plan_lines.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

namespace {

Plan plan_of(const std::string& file, int line, const std::string& level) {
  Plan plan;
  ApplicationPlan application;
  application.action = Action::create;
  application.full_path = "C:\\PHP\\php-cgi.exe";
  application.from = {file, line, "[PHP]"};
  Change change;
  change.action = Action::create;
  change.rule = "MaxInstances";
  change.attribute = "maxInstances";
  change.from = {file, line + 1, "MaxInstances=7"};
  change.after = "7";
  application.changes.push_back(change);
  change.action = Action::keep;
  change.attribute = "protocol";
  application.changes.push_back(change);
  plan.applications.push_back(application);
  HandlerPlan handler;
  handler.level = level;
  handler.name = "FastCGI-PHP-php";
  handler.path = "*.php";
  handler.from = {file, line + 2, "php=PHP"};
  handler.attributes = {{"name", handler.name}, {"verb", "GET"}};
  plan.handlers.push_back(handler);
  return plan;
}

}  // namespace

TEST_CASE("plans that differ in files, lines and sites are alike, and yet not the same plan") {
  const Plan a = plan_of("a/fcgiext.ini", 3, "Shop"), b = plan_of("b/fcgiext.ini", 9, "Forum");
  CHECK(plan_lines(a, true) == plan_lines(b, true));
  CHECK(plan_lines(a, false) != plan_lines(b, false));
  CHECK(plan_lines(a, true).size() == 2);
}

TEST_CASE("another value, another level and a refused value make another group") {
  const auto group = [](const Plan& plan) { return print_of(plan_lines(plan, true), 12); };
  const Plan plan = plan_of("a", 1, "Shop");
  CHECK(group(plan).size() == 12);
  Plan other = plan;
  other.applications[0].changes[0].after = "8";
  CHECK(group(other) != group(plan));
  other = plan;
  other.handlers[0].level = "";
  CHECK(group(other) != group(plan));
  other = plan;
  other.applications[0].changes[1].action = Action::skip;
  other.applications[0].changes[1].fate = Fate::refused;
  CHECK(group(other) != group(plan));
}
