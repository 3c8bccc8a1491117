// Which sites of a metabase want handler mappings, and where these stand.
#include "metabase/sample.hpp"
#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const std::string fcgiext = "C:\\WINDOWS\\system32\\inetsrv\\fcgiext.dll";

std::string maps(const std::string& lines) {
  return "ScriptMaps=\"" + lines + "\"";
}

std::string map(const std::string& extension, const std::string& rest = ",5,GET,POST") {
  return extension + "," + fcgiext + rest;
}

std::string service(const std::string& script_maps) {
  return sample::element("IIsWebService", "/LM/W3SVC", {script_maps});
}

std::string site(int id, const std::vector<std::string>& root = {}) {
  const std::string path = "/LM/W3SVC/" + std::to_string(id);
  return sample::element("IIsWebServer", path,
                         {"ServerComment=\"old " + std::to_string(id) + "\""}) +
         sample::element("IIsWebVirtualDir", path + "/ROOT", root);
}

std::string config_with_sites(const std::vector<int>& ids) {
  std::string sites;
  for (const int id : ids)
    sites += "<site name=\"s" + std::to_string(id) + "\" id=\"" + std::to_string(id) +
             "\"><application path=\"/\" /></site>";
  return replace_all(config_with("<fastCgi /><handlers />"), "    <system.webServer>\n",
                     "    <system.applicationHost><sites>" + sites +
                         "</sites></system.applicationHost>\n    <system.webServer>\n");
}

Outcome plan(const std::string& elements, const std::vector<int>& sites,
             const std::string& ini = pool_with("")) {
  static std::deque<Inputs> kept;
  Inputs& inputs = kept.emplace_back(inputs_of(ini, config_with_sites(sites)));
  inputs.metabase = NamedBytes{"MetaBase.xml", sample::file(elements)};
  Options options = options_for("8.5");
  options.handlers = Handlers::metabase;
  return run(inputs, options);
}

// "level:path" of what is created, and "level:-path" of what is removed, in order.
std::string planned(const Outcome& outcome) {
  std::string all;
  for (const HandlerPlan& handler : outcome.plan.handlers)
    all += handler.level + ":" + (handler.action == Action::remove ? "-" : "") + handler.path + " ";
  return all;
}

const HandlerPlan& first(const Outcome& outcome) {
  REQUIRE_FALSE(outcome.plan.handlers.empty());
  return outcome.plan.handlers.front();
}

std::string value(const HandlerPlan& handler, std::string_view name) {
  for (const auto& [key, text] : handler.attributes)
    if (key == name) return text;
  return "none";
}

}  // namespace

TEST_CASE("a site that the config lacks is an error only where FastCGI served it") {
  const std::string none = maps(".asp,C:\\asp.dll,5");
  const Outcome own = plan(service(none) + site(1) + site(2, {maps(map(".php"))}), {1});
  const Diagnostic missing = one(own, "PLN100");
  CHECK(missing.phrase.find("the id 2;") != std::string::npos);
  CHECK(missing.phrase.find("'old 2'") != std::string::npos);
  CHECK(missing.hint.find("--site 2=NAME") != std::string::npos);
  CHECK(found(plan(service(none) + site(1, {maps(map(".php"))}) + site(2), {1}), "PLN100").empty());
  CHECK(found(plan(service(maps(map(".php"))) + site(1) + site(2), {1}), "PLN100").size() == 1);
  CHECK(found(plan(service(maps(map(".php"))) + site(1) + site(2, {none}), {1}), "PLN100").empty());
}

TEST_CASE("a map of the web service stands at server level when that takes fewer entries") {
  const std::string global = service(maps(map(".php")));
  const std::string none = maps(".asp,C:\\asp.dll,5");
  CHECK(planned(plan(global + site(1) + site(2), {1, 2})) == ":*.php ");
  CHECK(planned(plan(global + site(1) + site(2) + site(3, {none}), {1, 2, 3})) ==
        ":*.php s3:-*.php ");
  CHECK(planned(plan(global + site(1) + site(2, {none}) + site(3, {none}), {1, 2, 3})) ==
        "s1:*.php ");
  // One site wants it; at server level two that IIS 6 did not have would have to be kept free of
  // it.
  CHECK(planned(plan(global + site(1), {1, 2, 3})) == "s1:*.php ");
  // A site that IIS 6 did not have is kept free of it.
  CHECK(planned(plan(global + site(1) + site(2), {1, 2, 3})) == ":*.php s3:-*.php ");
}

TEST_CASE("flags and verbs of a script map become attributes of the handler mapping") {
  const auto mapped = [](const std::string& rest) {
    return first(
        plan(service(maps(".asp,C:\\asp.dll,5")) + site(1, {maps(map(".php", rest))}), {1}));
  };
  const HandlerPlan usual = mapped(",5,GET,HEAD, POST");
  CHECK(value(usual, "verb") == "GET,HEAD,POST");
  CHECK(value(usual, "resourceType") == "File");
  CHECK(value(usual, "requireAccess") == "Script");
  const HandlerPlan bare = mapped(",0");
  CHECK(value(bare, "verb") == "*");
  CHECK(value(bare, "resourceType") == "Unspecified");
  CHECK(value(bare, "requireAccess") == "Execute");
  CHECK(value(mapped(",1"), "requireAccess") == "Script");
  CHECK(value(mapped(",4"), "resourceType") == "File");
  CHECK(value(mapped(",4"), "requireAccess") == "Execute");
}

TEST_CASE("a map without a binding, and a binding without a map, are said once each") {
  const std::string two = "[Types]\nphp=PHP\npl=PHP\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\n";
  const Outcome outcome =
      plan(service(maps(".asp,C:\\asp.dll,5")) + site(1, {maps(map(".php") + "\n" + map(".xyz"))}) +
               site(2, {maps(map(".xyz"))}),
           {1, 2}, two);
  CHECK(one(outcome, "PLN103").phrase.find(".xyz") != std::string::npos);
  CHECK(one(outcome, "PLN104").place.line == 3);
  CHECK(one(outcome, "PLN105").phrase.ends_with(": .asp"));
  CHECK(planned(outcome) == "s1:*.php ");
}

TEST_CASE("a wildcard map sends each bound extension to its pool, and the rest to '*'") {
  const std::string ini =
      "[Types]\nphp=A\npl=B\nrb=A\n*=A\n[A]\nExePath=C:\\a.exe\n[B]\nExePath=C:\\b.exe\n";
  const Outcome outcome = plan(
      service(maps(".asp,C:\\asp.dll,5")) + site(1, {maps("*," + fcgiext + ",0,All")}), {1}, ini);
  std::string paths;
  for (const HandlerPlan& handler : outcome.plan.handlers)
    paths += handler.path + ">" + handler.pool + " ";
  CHECK(paths.find("*.pl>B") != std::string::npos);
  CHECK(paths.find("*>A") != std::string::npos);
  for (const HandlerPlan& handler : outcome.plan.handlers) {
    CHECK(value(handler, "requireAccess") == "Script");
    CHECK(value(handler, "verb") == "*");
  }
}
