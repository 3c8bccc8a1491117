#include "plan/plan.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

namespace {

Change with(Action action) {
  Change change;
  change.action = action;
  return change;
}

}  // namespace

TEST_CASE("counts tell changes, handler mappings and access policies by action") {
  Plan plan;
  CHECK(plan.counts().changes() == 0);
  plan.applications.resize(2);
  plan.applications[0].action = Action::create;  // an application itself counts for nothing
  plan.applications[0].changes = {with(Action::create), with(Action::create), with(Action::keep)};
  plan.applications[1].changes = {with(Action::set), with(Action::skip), with(Action::skip)};
  plan.handlers.resize(3);
  plan.handlers[0].action = Action::remove;
  plan.handlers[1].action = Action::create;
  plan.handlers[2].action = Action::keep;
  plan.access_policies.resize(1);
  plan.access_policies[0].action = Action::set;
  const Counts counts = plan.counts();
  CHECK(counts.create == 3);
  CHECK(counts.set == 2);
  CHECK(counts.keep == 2);
  CHECK(counts.skip == 2);
  CHECK(counts.remove == 1);
  CHECK(counts.changes() == 6);
}

TEST_CASE("a change is of an attribute, or of the variable that it names") {
  Change change;
  change.attribute = "activityTimeout";
  CHECK(change.is_attribute());
  CHECK(change.variable().empty());
  change.attribute = "environmentVariables/PHPRC";
  CHECK_FALSE(change.is_attribute());
  CHECK(change.variable() == "PHPRC");
  change.attribute = "handlers/responseBufferLimit";
  CHECK_FALSE(change.is_attribute());
  CHECK(change.variable().empty());
  for (const Action action : {Action::keep, Action::skip, Action::remove})
    CHECK_FALSE(with(action).writes());
  CHECK(with(Action::set).writes());
  CHECK(with(Action::create).writes());
}

TEST_CASE("an application's key is what handler mappings name it by") {
  ApplicationPlan application;
  application.full_path = "C:\\php-cgi.exe";
  CHECK(application.key() == "C:\\php-cgi.exe");
  application.arguments = "-d x";
  CHECK(application.key() == "C:\\php-cgi.exe|-d x");
}
