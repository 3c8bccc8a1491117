#include "plan/versions.hpp"

#include "support/migration.hpp"
#include "support/shared_files.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const std::string plain = "[Types]\nx=X\n[X]\nExePath=C:\\x.exe\n";

Outcome decide(const std::string& ini, const Options& options = {}) {
  return run(ini, config_with(), options);
}

DllFact dll(unsigned major, unsigned minor) {
  PeVersion version;
  version.version = FileVersion{major, minor, 7600, 16385};
  return {"fcgiext.dll", version};
}

std::string config_declaring(const std::string& group, const std::string& section) {
  return replace_all(config_with(), "    </configSections>",
                     "        <sectionGroup name=\"" + group + "\"><section name=\"" + section +
                         "\" /></sectionGroup>\n    </configSections>");
}

}  // namespace

TEST_CASE("every setting of 1.5 is evidence for 1.5 with its line") {
  for (const char* line : {"StderrMode=ReturnGeneric500", "monitorchangesto=php.ini",
                           "SignalBeforeTerminateSeconds=5", "MaxInstances=0", "maxinstances=00"}) {
    const Outcome outcome = decide(plain + line + "\n");
    CAPTURE(line);
    CHECK(outcome.source.decided);
    CHECK(outcome.source.version == SourceVersion::v1_5);
    REQUIRE(outcome.source.evidence.size() == 1);
    CHECK(outcome.source.evidence[0].line == 5);
    CHECK(outcome.source.evidence[0].file == "fcgiext.ini");
  }
}

TEST_CASE("a binding by application path is evidence for 1.5") {
  const Outcome outcome = decide("[Types]\nx:/LM/W3SVC/1/ROOT/a=X\n[X]\nExePath=C:\\x.exe\n");
  CHECK(outcome.source.version == SourceVersion::v1_5);
  CHECK(outcome.source.evidence.at(0).line == 2);
  CHECK_FALSE(decide("[Types]\nx:1=X\n[X]\nExePath=C:\\x.exe\n").source.decided);
}

TEST_CASE("the comment head of 1.5 is evidence, that of 1.0 proves nothing") {
  const Outcome head = decide("; The handler for IIS 5.1 and IIS 6.0.\n" + plain);
  CHECK(head.source.version == SourceVersion::v1_5);
  CHECK(head.source.evidence.at(0).line == 1);
  CHECK_FALSE(decide("; The FastCGI handler for IIS 6.0.\n" + plain).source.decided);
  CHECK_FALSE(decide(plain + "Arguments=for IIS 5.1 and IIS 6.0\n").source.decided);
}

TEST_CASE("a comment head counts wherever the words stood before") {
  const Outcome outcome =
      decide(plain + "Arguments=for IIS 5.1 and IIS 6.0\n; handler for IIS 5.1 and IIS 6.0\n");
  CHECK(outcome.source.decided);
  CHECK(outcome.source.evidence.at(0).line == 6);
}

TEST_CASE("without evidence the version is undecided and taken as 1.0") {
  const Outcome outcome = decide(plain + "MaxInstances=10\n");
  CHECK_FALSE(outcome.source.decided);
  CHECK(outcome.source.version == SourceVersion::v1_0);
  CHECK(outcome.source.evidence.empty());
}

TEST_CASE("the file version of the DLL decides over the ini") {
  Inputs inputs = inputs_of(plain + "StderrMode=ReturnGeneric500\n", config_with());
  inputs.dll = dll(7, 0);
  const Outcome old = run(inputs, {});
  CHECK(old.source.decided);
  CHECK(old.source.version == SourceVersion::v1_0);
  CHECK(old.source.evidence.at(0).what.find("7.0.7600") != std::string::npos);
  CHECK(old.source.evidence.at(0).line == 0);
  CHECK(old.source.evidence.size() == 2);
  inputs = inputs_of(plain, config_with());
  for (const auto& [major, minor] : {std::pair{7U, 5U}, std::pair{7U, 6U}, std::pair{8U, 0U}}) {
    inputs.dll = dll(major, minor);
    CHECK(run(inputs, {}).source.version == SourceVersion::v1_5);
  }
}

TEST_CASE("a DLL that tells no version leaves it to the ini, with a note") {
  Inputs inputs = inputs_of(plain + "MaxInstances=0\n", config_with());
  inputs.dll = DllFact{"fcgiext.dll", {std::nullopt, "no VERSIONINFO"}};
  const Outcome outcome = run(inputs, {});
  CHECK(outcome.source.version == SourceVersion::v1_5);
  CHECK(one(outcome, "PLN081").severity == Severity::note);
  CHECK(one(outcome, "PLN081").file == "fcgiext.dll");
}

TEST_CASE("--source-version decides over everything, and the evidence is told all the same") {
  Inputs inputs = inputs_of(plain + "MaxInstances=0\n", config_with());
  inputs.dll = dll(7, 5);
  const Outcome outcome = run(inputs, options_for("8.5", "1.0"));
  CHECK(outcome.source.decided);
  CHECK(outcome.source.version == SourceVersion::v1_0);
  REQUIRE(outcome.source.evidence.size() == 2);
  CHECK(outcome.source.evidence[0].what == "--source-version");
  CHECK(outcome.source.evidence[0].line == 0);
  CHECK(outcome.source.evidence[1].line == 5);
}

TEST_CASE("the target is what is said, else the schema beside, else what the config declares") {
  CHECK(decide(plain, options_for("7.0")).target.version == "7.0");
  CHECK(decide(plain).target.version == "7.5");
  CHECK(one(decide(plain), "PLN080").severity == Severity::warning);
  const Outcome web_socket = run(plain, config_declaring("system.webServer", "webSocket"), {});
  CHECK(web_socket.target.version == "8.0");
  CHECK(web_socket.target.reason.find("webSocket") != std::string::npos);
  CHECK(found(web_socket, "PLN080").empty());
  const Outcome older =
      run(plain, config_declaring("system.applicationHost", "serviceAutoStartProviders"), {});
  CHECK(older.target.version == "7.5");
  CHECK(found(older, "PLN080").empty());
}

TEST_CASE("a server's own schema is the target, and is named by the versions it fits") {
  for (const auto& path : shared_files("schema", ".xml")) {
    Inputs inputs = inputs_of(plain, config_with());
    inputs.schema = NamedBytes{"IIS_schema.xml", text_of(path)};
    inputs.schema_is_explicit = true;
    Options options = options_for("8.5", "1.5");
    const Outcome outcome = run(inputs, options);
    const bool is_7_0 = path.string().ends_with("-7.0.xml");
    CAPTURE(path.filename().string());
    CHECK(outcome.target.version == (is_7_0 ? "7.0" : "7.5 or later"));
    CHECK(writes(outcome, "activityTimeout=\"70\"") == is_7_0);
    inputs.schema_is_explicit = false;
    CHECK(run(inputs, options).target.version == "8.5");
    options.target.reset();
    CHECK(run(inputs, options).target.reason.find("beside the config") != std::string::npos);
  }
}

TEST_CASE("a schema that one version has is named by it, one that several have by the first") {
  const auto named = [](const std::string& version) {
    std::string xml = "<configSchema><sectionSchema name=\"system.webServer/fastCgi\"><collection>";
    for (const AttributeRule& rule : built_in_mapping().find_target(version)->attributes) {
      const bool is_number = rule.type == AttributeType::number;
      xml += "<attribute name=\"" + rule.name + "\" type=\"" +
             (is_number                            ? "uint"
              : rule.type == AttributeType::toggle ? "bool"
              : rule.type == AttributeType::choice ? "enum"
                                                   : "string") +
             "\"" + (rule.key ? " isCombinedKey=\"true\"" : "") +
             (rule.required ? " required=\"true\"" : "") +
             (rule.expanded ? " expanded=\"true\"" : "") +
             (rule.default_value ? " defaultValue=\"" + *rule.default_value + "\"" : "");
      if (rule.range)
        xml += " validationType=\"integerRange\" validationParameter=\"" +
               std::to_string(rule.range->first) + "," + std::to_string(rule.range->second) + "\"";
      xml += ">";
      for (const std::string& choice : rule.choices) xml += "<enum name=\"" + choice + "\" />";
      xml += "</attribute>";
    }
    Inputs inputs = inputs_of(plain, config_with());
    inputs.schema = NamedBytes{"my.xml", xml + "</collection></sectionSchema></configSchema>"};
    inputs.schema_is_explicit = true;
    return run(inputs, {}).target.version;
  };
  CHECK(named("7.0") == "7.0");
  CHECK(named("7.5") == "7.5 or later");
  CHECK(named("10.0") == "7.5 or later");
}

TEST_CASE("a schema of one's own is held to: what it does not know is not written") {
  Inputs inputs = inputs_of(plain + "QueueLength=50\nMaxInstances=20\n", config_with());
  inputs.schema = NamedBytes{
      "my.xml",
      "<configSchema><sectionSchema name=\"system.webServer/fastCgi\"><collection>"
      "<attribute name=\"fullPath\" type=\"string\" required=\"true\" isCombinedKey=\"true\"/>"
      "<attribute name=\"arguments\" type=\"string\" isCombinedKey=\"true\"/>"
      "<attribute name=\"maxInstances\" type=\"uint\" validationType=\"integerRange\" "
      "validationParameter=\"1,10\" defaultValue=\"4\"/></collection></sectionSchema>"
      "</configSchema>"};
  inputs.schema_is_explicit = true;
  Options options;
  options.range = RangePolicy::clamp;
  const Outcome outcome = run(inputs, options);
  CHECK(writes(outcome, "<application fullPath=\"C:\\x.exe\" maxInstances=\"10\" />"));
  CHECK(answer_to(outcome, "QueueLength")->fate == Fate::refused);
  CHECK(outcome.target.version == "with its own schema");
}

TEST_CASE("a schema that cannot be read plans nothing") {
  Inputs inputs = inputs_of(plain, config_with());
  inputs.schema = NamedBytes{"my.xml", "<configSchema>"};
  inputs.schema_is_explicit = true;
  const Outcome outcome = run(inputs, {});
  CHECK(outcome.diagnostics.has_errors());
  CHECK_FALSE(outcome.patched);
}
