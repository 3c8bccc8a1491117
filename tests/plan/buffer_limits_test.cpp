// ResponseBufferLimit on the handler mappings that lead to a pool.
#include "plan/buffer_limits.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

std::string mapping(const std::string& name, const std::string& processor,
                    const std::string& more = "", const std::string& modules = "FastCgiModule") {
  return "<add name=\"" + name + "\" path=\"*.php\" verb=\"*\" modules=\"" + modules +
         "\" scriptProcessor=\"" + processor + "\"" + more + " />";
}

std::string config_with_handlers(const std::string& handlers) {
  return config_with("<fastCgi />\n<handlers>" + handlers + "</handlers>");
}

Options existing_handlers(Existing existing = Existing::update) {
  Options options = options_for("8.5");
  options.response_buffer_limit = true;
  options.existing = existing;
  return options;
}

const char* const limited = "ResponseBufferLimit=0";
const char* const program = "C:\\PHP\\php-cgi.exe";

std::size_t times(const Outcome& outcome, std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = outcome.patched->find(text); at != std::string::npos;
       at = outcome.patched->find(text, at + 1))
    ++count;
  return count;
}

}  // namespace

TEST_CASE("every handler mapping that leads to the pool gets its limit, and no other") {
  const std::string handlers =
      mapping("static", "", "", "StaticFileModule") + mapping("isapi", program, "", "IsapiModule") +
      mapping("one", program) + mapping("other", "C:\\x.exe") +
      mapping("two", "c:\\php\\PHP-CGI.exe") + mapping("args", "C:\\PHP\\php-cgi.exe|-d a=b");
  const Outcome outcome =
      run(pool_with(limited), config_with_handlers(handlers), existing_handlers());
  REQUIRE(outcome.patched);
  CHECK(times(outcome, "responseBufferLimit=\"0\"") == 2);
  CHECK(writes(outcome, mapping("one", program, " responseBufferLimit=\"0\"")));
  CHECK(writes(outcome, mapping("two", "c:\\php\\PHP-CGI.exe", " responseBufferLimit=\"0\"")));
  CHECK(answer_to(outcome, "ResponseBufferLimit")->action == Action::create);
  CHECK(found(outcome, "PLN005").empty());
}

TEST_CASE("arguments are a part of where a mapping leads") {
  const std::string ini = pool_with(std::string("Arguments=-d a=b\n") + limited);
  const std::string handlers =
      mapping("plain", program) + mapping("args", "C:\\PHP\\php-cgi.exe|-d a=b");
  const Outcome outcome = run(ini, config_with_handlers(handlers), existing_handlers());
  REQUIRE(outcome.patched);
  CHECK(times(outcome, "responseBufferLimit=\"0\"") == 1);
  CHECK(writes(outcome,
               mapping("args", "C:\\PHP\\php-cgi.exe|-d a=b", " responseBufferLimit=\"0\"")));
}

TEST_CASE("a limit that is there is kept, replaced, or right already") {
  const std::string there = mapping("one", program, " responseBufferLimit=\"5\"");
  const Outcome updated = run(pool_with(limited), config_with_handlers(there), existing_handlers());
  CHECK(times(updated, "responseBufferLimit=\"0\"") == 1);
  CHECK(answer_to(updated, "ResponseBufferLimit")->action == Action::set);
  CHECK(answer_to(updated, "ResponseBufferLimit")->before == "5");
  const Outcome kept =
      run(pool_with(limited), config_with_handlers(there), existing_handlers(Existing::keep));
  CHECK(times(kept, "responseBufferLimit=\"5\"") == 1);
  CHECK(answer_to(kept, "ResponseBufferLimit")->action == Action::keep);
  const Outcome right =
      run(pool_with("ResponseBufferLimit=5"), config_with_handlers(there), existing_handlers());
  CHECK(answer_to(right, "ResponseBufferLimit")->action == Action::keep);
  CHECK(right.plan.handlers.at(0).action == Action::keep);
}

TEST_CASE(
    "without a mapping that leads there, the limit is not carried over, and a warning says so") {
  const Outcome outcome =
      run(pool_with(limited), config_with_handlers(mapping("x", "C:\\x.exe")), existing_handlers());
  CHECK(one(outcome, "PLN005").hint == "No handler mapping of the config leads to this pool");
  CHECK(answer_to(outcome, "ResponseBufferLimit")->action == Action::skip);
  CHECK(answer_to(outcome, "ResponseBufferLimit")->fate == Fate::ignored);
  CHECK_FALSE(answer_to(outcome, "ResponseBufferLimit")->after);
  CHECK(answer_to(outcome, "ResponseBufferLimit")->attribute.empty());
}

TEST_CASE("unless it is asked for, the config's mappings are named with the command for each") {
  const std::string handlers =
      mapping("s", "", "", "StaticFileModule") + mapping("one", program) + mapping("two", program);
  const Outcome outcome = run(pool_with(limited), config_with_handlers(handlers));
  CHECK(one(outcome, "PLN005").hint.starts_with("Pass --response-buffer-limit"));
  const auto notes = found(outcome, "PLN121");
  REQUIRE(notes.size() == 2);
  CHECK(notes[0].phrase.find("'one'") != std::string::npos);
  CHECK(notes[1].hint.find("[name='two'].responseBufferLimit:0") != std::string::npos);
  CHECK(times(outcome, "responseBufferLimit") == 0);
  CHECK(one(run(pool_with(limited)), "PLN005").hint.starts_with("Run for each handler mapping"));
}

TEST_CASE("pools that became one application set their mappings once") {
  const std::string pools =
      "[Types]\na=A\nb=B\n[A]\nExePath=C:\\PHP\\php-cgi.exe\nResponseBufferLimit=1\n"
      "[B]\nExePath=C:\\PHP\\php-cgi.exe\nResponseBufferLimit=2\n";
  Options options = existing_handlers();
  options.collisions = Collisions::first;
  const Outcome outcome = run(pools, config_with_handlers(mapping("one", program)), options);
  CHECK(times(outcome, "responseBufferLimit=\"1\"") == 1);
  CHECK(one(outcome, "PLN005").hint == "The same handler mappings get 1, as fcgiext.ini:6 says");
  options.response_buffer_limit = false;
  const auto told =
      found(run(pools, config_with_handlers(mapping("one", program)), options), "PLN005");
  REQUIRE(told.size() == 2);
  CHECK(told[1].hint.starts_with("See fcgiext.ini:6"));
}
