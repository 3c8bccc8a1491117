// Handler mappings beside those that a config has.
#include "plan/handlers.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

// Two sites, and these <handlers> of the server and of the first one.
std::string two_sites(const std::string& of_server, const std::string& of_first = "") {
  const std::string sites =
      "<system.applicationHost><sites>"
      "<site name=\"one\" id=\"1\"><application path=\"/\" /><application path=\"/app\" /></site>"
      "<site name=\"two\" id=\"2\"><application path=\"/\" /></site>"
      "</sites></system.applicationHost>\n";
  const std::string location = of_first.empty() ? ""
                                                : "<location path=\"one\"><system.webServer>" +
                                                      of_first + "</system.webServer></location>\n";
  return replace_all(replace_all(config_with("<fastCgi />" + of_server), "    <system.webServer>\n",
                                 sites + "    <system.webServer>\n"),
                     "</configuration>", location + "</configuration>");
}

Options from_types() {
  Options options = options_for("8.5");
  options.handlers = Handlers::types;
  return options;
}

// "level:path" of each planned mapping and what is done, in order.
std::string planned(const Outcome& outcome) {
  std::string all;
  for (const HandlerPlan& handler : outcome.plan.handlers)
    all += handler.level + ":" + handler.path + " " + std::string(to_string(handler.action)) + "; ";
  return all;
}

const std::string mapping_to_php =
    "<add name=\"PHP\" path=\"*.php\" verb=\"GET,HEAD,POST\" modules=\"FastCgiModule\" "
    "scriptProcessor=\"C:\\PHP\\php-cgi.exe\" resourceType=\"File\" requireAccess=\"Script\" "
    "responseBufferLimit=\"5\" />";

}  // namespace

TEST_CASE("a mapping that takes the path elsewhere is found wherever it stands among others") {
  Options options = options_for("8.5");
  options.handlers = Handlers::types;
  const std::string other =
      "<add name=\"other\" path=\"*.x\" verb=\"*\" modules=\"FastCgiModule\" />";
  const std::string rival =
      "<add name=\"rival\" path=\"*.php\" verb=\"*\" modules=\"FastCgiModule\" "
      "scriptProcessor=\"C:\\other.exe\" />";
  for (const std::string& handlers : {rival, other + rival, other + other + rival + other}) {
    CAPTURE(handlers);
    const Outcome outcome = run(
        pool_with(""), config_with("<fastCgi /><handlers>" + handlers + "</handlers>"), options);
    CHECK(one(outcome, "PLN110").phrase.find("'rival'") != std::string::npos);
  }
}

TEST_CASE("a wildcard script map of one site makes a mapping for everything there alone") {
  const std::string ini = "[Types]\n*=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n";
  Options options = from_types();
  options.wildcard_maps = {{"1"}};
  CHECK(planned(run(ini, two_sites("<handlers />"), options)) == "one:* create; ");
  options.wildcard_maps = {{"2"}};
  CHECK(planned(run(ini, two_sites("<handlers />"), options)) == "two:* create; ");
  options.wildcard_maps = {{std::nullopt}};
  CHECK(planned(run(ini, two_sites("<handlers />"), options)) == ":* create; ");
  options.wildcard_maps.clear();
  const Outcome none = run(ini, two_sites("<handlers />"), options);
  CHECK(planned(none).empty());
  CHECK(one(none, "PLN101").place.line == 2);
}

TEST_CASE("a lock of any level above refuses a new mapping, one of another level does not") {
  const std::string in_app =
      "[Types]\nphp:/W3SVC/1/ROOT/app=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n";
  for (const char* lock : {"lockItem=\"true\"", "lockElements=\"add\"",
                           "lockElements=\"clear,add\"", "lockElements=\"*\""}) {
    CAPTURE(lock);
    const std::string locked = "<handlers " + std::string(lock) + " />";
    CHECK(found(run(in_app, two_sites(locked), from_types()), "CFG012").size() == 1);
    CHECK(found(run(in_app, two_sites("<handlers />", locked), from_types()), "CFG012").size() ==
          1);
    CHECK(found(run(in_app, two_sites("", locked), from_types()), "CFG012").size() == 1);
    const std::string in_two = replace_all(in_app, "/W3SVC/1/ROOT/app", "2");
    CHECK(found(run(in_two, two_sites("<handlers />", locked), from_types()), "CFG012").empty());
  }
  for (const char* other :
       {"lockItem=\"false\"", "lockElements=\"clear\"", "lockAttributes=\"*\""}) {
    CAPTURE(other);
    const std::string open = "<handlers " + std::string(other) + " />";
    CHECK(found(run(in_app, two_sites(open, open), from_types()), "CFG012").empty());
  }
}

TEST_CASE("a mapping that serves already gets the limit of the ini, unless existing values stay") {
  const std::string config = two_sites("<handlers>" + mapping_to_php + "</handlers>");
  Options options = from_types();
  const Outcome updated = run(pool_with("ResponseBufferLimit=0"), config, options);
  CHECK(planned(updated) == ":*.php set; ");
  REQUIRE(updated.plan.handlers[0].changes.size() == 1);
  CHECK(updated.plan.handlers[0].changes[0].before == "5");
  CHECK(updated.plan.handlers[0].changes[0].after == "0");
  CHECK_FALSE(updated.plan.handlers[0].changes[0].pinned);
  CHECK(planned(run(pool_with("ResponseBufferLimit=5"), config, options)) == ":*.php keep; ");
  CHECK(planned(run(pool_with(""), config, options)) == ":*.php keep; ");
  options.existing = Existing::keep;
  const Outcome kept = run(pool_with("ResponseBufferLimit=0"), config, options);
  CHECK(planned(kept) == ":*.php keep; ");
  CHECK(kept.plan.handlers[0].changes.empty());
  const std::string without = replace_all(config, " responseBufferLimit=\"5\"", "");
  CHECK(writes(run(pool_with("ResponseBufferLimit=0"), without, options),
               "responseBufferLimit=\"0\""));
}

TEST_CASE("locations that keep their mappings to themselves are told when new ones land there") {
  const std::string ini = "[Types]\nphp:1=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n";
  const std::string closed =
      replace_all(two_sites("<handlers />", "<handlers />"), "<location path",
                  "<location inheritInChildApplications=\"false\" path");
  CHECK(one(run(ini, closed, from_types()), "PLN114").phrase.find("'one'") != std::string::npos);
  CHECK(found(run(replace_all(ini, ":1", ":2"), closed, from_types()), "PLN114").empty());
  CHECK(found(run(ini, two_sites("<handlers />", "<handlers />"), from_types()), "PLN114").empty());
  const std::string there =
      replace_all(closed, "<handlers /></system.webServer></location>",
                  "<handlers>" + mapping_to_php + "</handlers></system.webServer></location>");
  CHECK(found(run(ini, there, from_types()), "PLN114").empty());
}

TEST_CASE("the module has to be in globalModules and in modules") {
  const auto with_modules = [](const std::string& global, const std::string& own) {
    const std::string listed =
        "<globalModules>" + global + "</globalModules><modules>" + own + "</modules>";
    return found(run(pool_with(""), two_sites("<handlers />" + listed), from_types()), "PLN120")
        .size();
  };
  const std::string other = "<add name=\"StaticFileModule\" />",
                    fast_cgi = "<add name=\"FastCgiModule\" />";
  CHECK(with_modules(other + fast_cgi, other + fast_cgi) == 0);
  CHECK(with_modules(other + fast_cgi, other) == 1);
  CHECK(with_modules(other, other + fast_cgi) == 1);
  CHECK(with_modules(other, other) == 1);
}

TEST_CASE("a wildcard map of a site that is not there makes no mapping") {
  Options options = from_types();
  options.wildcard_maps = {{"9"}};
  const Outcome outcome = run("[Types]\n*=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n",
                              two_sites("<handlers />"), options);
  CHECK(planned(outcome).empty());
  CHECK(found(outcome, "PLN073").size() == 1);
}

TEST_CASE("handlers that stand twice at one level are refused, and nothing is planned of them") {
  const Outcome outcome = run(pool_with(""), two_sites("<handlers /><handlers />"), from_types());
  CHECK(one(outcome, "CFG011").severity == Severity::error);
  CHECK(planned(outcome).empty());
  CHECK_FALSE(outcome.patched);
  const Outcome undeclared = run(
      pool_with(""),
      replace_all(two_sites("<handlers />"), "<section name=\"handlers\"", "<section name=\"x\""),
      from_types());
  CHECK(one(undeclared, "CFG010").place.line == 2);
  CHECK(planned(undeclared).empty());
}

TEST_CASE("an attribute that a replaced mapping lacks stands where the schema has it") {
  const std::string rival =
      "<add name=\"rival\" path=\"*.php\" verb=\"*\" modules=\"IsapiModule\" "
      "scriptProcessor=\"C:\\x.dll\" requireAccess=\"Script\" />";
  Options options = from_types();
  options.existing_is_explicit = true;
  const Outcome outcome =
      run(pool_with(""), two_sites("<handlers>" + rival + "</handlers>"), options);
  CHECK(writes(outcome,
               "modules=\"FastCgiModule\" scriptProcessor=\"C:\\PHP\\php-cgi.exe\" "
               "resourceType=\"File\" requireAccess=\"Script\" />"));
}

TEST_CASE("what a wildcard mapping of the level above serves is not mapped again below it") {
  Options options = from_types();
  options.wildcard_maps = {{"1"}};
  const std::string ini =
      "[Types]\n*=PHP\nphp:/W3SVC/1/ROOT/app=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n";
  CHECK(planned(run(ini, two_sites("<handlers />"), options)) == "one:* create; ");
  const std::string other =
      replace_all(ini, "app=PHP", "app=Other") + "[Other]\nExePath=C:\\o.exe\n";
  CHECK(planned(run(other, two_sites("<handlers />"), options)) ==
        "one:* create; one/app:*.php create; ");
}
