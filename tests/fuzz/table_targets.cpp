// What an administrator may hand us in place of what is built in: tables, a schema, a manifest.
#include <filesystem>

#include "fleet/manifest.hpp"
#include "fuzz/targets.hpp"
#include "laws/laws.hpp"
#include "mapping/tables.hpp"

namespace fcgi6to7::test {
namespace {

constexpr std::string_view some_ini =
    "[Types]\nphp=PHP\npl:1=Perl\n[PHP]\nExePath=C:\\PHP\\php-cgi.exe\nMaxInstances=8\n"
    "EnvironmentVars=A:1,B:2\nProtocol=Tcp\n[Perl]\nExePath=C:\\Perl\\perl.exe\n"
    "Arguments=x.fcgi\nFlushNamedPipe=1\nMonitorChangesTo=php.ini\n";

bool any_null(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.all().begin(), diagnostics.all().end(),
                     [](const Diagnostic& finding) { return finding.code.empty(); });
}

}  // namespace

void fuzz_mapping(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  const std::string name(bytes.substr(0, end));
  const std::string table(end == std::string_view::npos ? "" : bytes.substr(end + 1));
  const std::vector<SourceText> replacements = {SourceText(name, table)};
  Diagnostics diagnostics;
  const auto mapping = load_mapping(replacements, diagnostics);
  CHECK(mapping.has_value() != diagnostics.has_errors());
  if (!mapping) return;
  // Sound tables carry a migration to its end, whatever comes of it; nothing half is written.
  REQUIRE(mapping->find_target(mapping->assumed_target));
  const Outcome outcome = migrate(inputs_of(some_ini, config_with()), *mapping, Options{});
  CHECK_FALSE(any_null(outcome.diagnostics));
  CHECK((outcome.patched || outcome.diagnostics.has_errors()));
}

void fuzz_schema(std::string_view bytes) {
  Diagnostics diagnostics;
  const auto schema =
      read_iis_schema(SourceText("IIS_schema.xml", std::string(bytes)), diagnostics);
  CHECK(schema.has_value() != diagnostics.has_errors());
  if (!schema) return;
  Inputs inputs = inputs_of(some_ini, config_with());
  inputs.schema = NamedBytes{"IIS_schema.xml", std::string(bytes)};
  inputs.schema_is_explicit = true;
  check_laws(inputs, Options{});
}

void fuzz_manifest(std::string_view bytes) {
  Diagnostics diagnostics;
  const SourceText text("fleet.csv", decode(bytes, std::nullopt).text);
  Manifest manifest(text, "/base", {}, built_in_mapping());
  const bool sound = manifest.check(diagnostics);
  CHECK(sound == !diagnostics.has_errors());
  for (const Diagnostic& finding : diagnostics.all())
    CHECK_MESSAGE(built_in_mapping().find_explanation(finding.code), finding.code);
  if (!sound) return;
  Diagnostics later;
  while (const auto server = manifest.next(later)) {
    CHECK(refuses_server_name(server->name) == "");
    for (const auto& part : std::filesystem::path(server->output)) CHECK(part != "..");
    CHECK_FALSE(std::filesystem::path(server->output).is_absolute());
    CHECK_FALSE(server->ini.empty());
    CHECK_FALSE(server->config.empty());
  }
  CHECK_FALSE(later.has_errors());
}

}  // namespace fcgi6to7::test
