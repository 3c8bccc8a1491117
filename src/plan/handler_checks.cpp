#include "plan/handler_checks.hpp"

#include <algorithm>
#include <set>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

class Checker {
 public:
  Checker(const Plan& plan, const RouteSources& sources) : plan_(plan), sources_(sources) {}

  void run() {
    const bool any = std::any_of(plan_.handlers.begin(), plan_.handlers.end(),
                                 [](const HandlerPlan& h) { return h.action != Action::remove; });
    if (!any) return;
    check_module();
    check_inheritance();
    check_wildcards();
    check_web_configs();
  }

 private:
  void report(Severity severity, std::string_view code, Span where, std::string phrase,
              std::string hint) {
    sources_.context.diagnostics.add(severity, code, sources_.config, where, std::move(phrase),
                                     std::move(hint));
  }

  void check_module() {
    if (sources_.host.registers_fast_cgi && sources_.host.runs_fast_cgi) return;
    sources_.context.diagnostics.add(
        Severity::warning, "PLN120", sources_.config.name(),
        "FastCgiModule is not registered in globalModules and modules: the handler mappings cannot "
        "work",
        "Install the CGI role service on the new server (Web-CGI); it registers the module");
  }

  // A level's mappings stay at its own application when the location says so.
  void check_inheritance() {
    std::set<std::string> levels;  // folded, that get new mappings
    for (const HandlerPlan& handler : plan_.handlers)
      if (handler.action == Action::create) levels.insert(fold_case(handler.level));
    for (const Location& location : sources_.host.locations)
      if (!location.inherits_to_children && levels.contains(fold_case(location.level)))
        report(Severity::warning, "PLN114", {location.tag.begin, location.tag.inside},
               "inheritInChildApplications=\"false\": the new handler mappings of '" +
                   location.level + "' do not hold in applications below it",
               "Check whether applications below need them; if so, add a location for each");
  }

  void check_wildcards() {
    for (const HandlerPlan& handler : plan_.handlers) {
      if (handler.path != "*" || handler.action != Action::create) continue;
      const std::string site = handler.level.empty() ? "every site" : "'" + handler.level + "'";
      sources_.context.diagnostics.add(
          Severity::warning, "PLN112", handler.from.file,
          "the wildcard mapping at " + site +
              " takes requests for existing files and folders too, which IIS 6 with "
              "IgnoreExistingFiles or IgnoreDirectories gave back to IIS",
          "Set path=\"*.fcgi\" on '" + handler.name +
              "' and add to <rewrite><rules> of the site (URL Rewrite): <rule name=\"FastCGI\" "
              "stopProcessing=\"true\"><match "
              "url=\".*\" /><conditions><add input=\"{REQUEST_FILENAME}\" matchType=\"IsFile\" "
              "negate=\"true\" /><add "
              "input=\"{REQUEST_FILENAME}\" matchType=\"IsDirectory\" negate=\"true\" "
              "/></conditions><action type=\"Rewrite\" "
              "url=\"dispatch.fcgi/{R:0}\" /></rule>; or add a location for each static folder "
              "that removes '" +
              handler.name + "'");
    }
  }

  void check_web_configs() {
    if (!sources_.context.read) {
      sources_.context.diagnostics.add(
          Severity::note, "PLN116", sources_.config.name(),
          "web.config files of the sites are not seen here; a handler mapping or <clear /> in one "
          "of them comes first",
          "Pass --root with a copy of the server's disk to have them checked");
      return;
    }
    std::set<std::string> sites;
    for (const HandlerPlan& handler : plan_.handlers)
      sites.insert(fold_case(handler.level.substr(0, handler.level.find('/'))));
    const bool all = sites.contains("");
    for (const Site& site : sources_.host.sites)
      if (all || sites.contains(fold_case(site.name)))
        for (const SiteApplication& application : site.applications)
          check_web_config(application.physical_path, sources_.context.read,
                           sources_.context.diagnostics);
  }

  const Plan& plan_;
  const RouteSources& sources_;
};

}  // namespace

void check_web_config(const std::string& folder, const FileReader& read, Diagnostics& diagnostics) {
  if (folder.empty()) return;
  const std::string path = folder + (folder.ends_with('\\') ? "" : "\\") + "web.config";
  const auto bytes = read(path);
  if (!bytes) return;
  const Decoded decoded = decode(*bytes, std::nullopt, 65001);
  const SourceText text(path, decoded.text);
  Diagnostics unread;  // a web.config that IIS itself could not read is not ours to judge
  const auto host = read_apphost(text, unread);
  if (!host) return;
  for (const Section& section : host->sections) {
    if (section.name != "handlers") continue;
    for (const Element& child : section.element.children)
      if (child.name == "clear" || child.name == "add")
        diagnostics.add(Severity::warning, "PLN115", text, {child.tag.begin, child.tag.inside},
                        child.name == "clear"
                            ? "this web.config clears the handler mappings of the levels above"
                            : "this web.config has a handler mapping of its own, which comes first",
                        "Check that the requests of this application still reach their pool");
  }
}

void check_handlers(const Plan& plan, const RouteSources& sources) {
  Checker(plan, sources).run();
}

}  // namespace fcgi6to7
