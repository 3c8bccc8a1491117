#include "mapping/target_schema.hpp"

#include "support/migration.hpp"
#include "support/shared_files.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

std::string schema_with(const std::string& attributes) {
  return "<configSchema><sectionSchema name=\"system.webServer/fastCgi\">"
         "<collection addElement=\"application\">" +
         attributes + "</collection></sectionSchema></configSchema>";
}

std::optional<TargetSchema> read(const std::string& xml, Diagnostics& diagnostics) {
  return read_iis_schema(SourceText("IIS_schema.xml", xml), diagnostics);
}

const std::string keys =
    "<attribute name=\"fullPath\" type=\"string\" required=\"true\" isCombinedKey=\"true\" "
    "expanded=\"true\"/><attribute name=\"arguments\" type=\"string\" isCombinedKey=\"true\" "
    "defaultValue=\"\"/>";

AttributeRule number_rule(std::uint64_t low, std::uint64_t high) {
  AttributeRule rule;
  rule.name = "x";
  rule.type = AttributeType::number;
  rule.range = {low, high};
  return rule;
}

}  // namespace

TEST_CASE("the tables say of every version of IIS what its own schema says") {
  for (const auto& path : shared_files("schema", ".xml")) {
    const std::string version = path.stem().string().substr(std::string("IIS_schema-").size());
    CAPTURE(version);
    Diagnostics diagnostics;
    const auto schema = read(text_of(path), diagnostics);
    REQUIRE(schema);
    CHECK(diagnostics.all().empty());
    const TargetSchema* table = built_in_mapping().find_target(version);
    REQUIRE(table);
    REQUIRE(table->attributes.size() == schema->attributes.size());
    for (std::size_t i = 0; i < schema->attributes.size(); ++i) {
      const AttributeRule &ours = table->attributes[i], &theirs = schema->attributes[i];
      CAPTURE(theirs.name);
      CHECK(ours.name == theirs.name);
      CHECK(ours.type == theirs.type);
      CHECK(ours.key == theirs.key);
      CHECK(ours.required == theirs.required);
      CHECK(ours.expanded == theirs.expanded);
      CHECK(ours.range == theirs.range);
      CHECK(ours.choices == theirs.choices);
      CHECK(ours.default_value == theirs.default_value);
    }
  }
}

TEST_CASE("IIS 7.0 with the update has what 7.5 has") {
  const Mapping& mapping = built_in_mapping();
  CHECK(mapping.find_target("7.0+kb980363")->attributes == mapping.find_target("7.5")->attributes);
  CHECK_FALSE(mapping.find_target("7.0")->find("stderrMode"));
}

TEST_CASE("a server's own schema is read attribute by attribute, in its order") {
  Diagnostics diagnostics;
  const auto schema =
      read(schema_with(keys +
                       "<attribute name=\"maxInstances\" type=\"uint\" defaultValue=\"4\" "
                       "validationType=\"integerRange\" validationParameter=\"1,10000\"/>"
                       "<attribute name=\"flag\" type=\"bool\" defaultValue=\"false\"/>"
                       "<attribute name=\"mode\" type=\"enum\" defaultValue=\"B\"><enum name=\"A\" "
                       "value=\"0\"/><enum name=\"B\" value=\"1\"/></attribute>"),
           diagnostics);
  REQUIRE(schema);
  CHECK(schema->order("fullPath") == 0);
  CHECK(schema->order("mode") == 4);
  CHECK(schema->order("absent") == 5);
  CHECK(schema->find("fullPath")->required);
  CHECK(schema->find("fullPath")->expanded);
  CHECK(schema->find("arguments")->key);
  CHECK_FALSE(schema->find("arguments")->expanded);
  CHECK(schema->find("maxInstances")->range == std::pair<std::uint64_t, std::uint64_t>{1, 10000});
  CHECK(schema->find("flag")->type == AttributeType::toggle);
  CHECK(schema->find("mode")->choices == std::vector<std::string>{"A", "B"});
  CHECK_FALSE(schema->find("absent"));
}

TEST_CASE("a schema that is no XML, or describes no FastCGI, is an error with its file") {
  Diagnostics diagnostics;
  CHECK_FALSE(read("<configSchema>\n<sectionSchema", diagnostics));
  CHECK(one(diagnostics, "MAP010").file == "IIS_schema.xml");
  CHECK(one(diagnostics, "MAP010").place.line == 2);
  for (const std::string& xml : {std::string("<configuration/>"), std::string("<configSchema/>"),
                                 schema_with("<attribute name=\"fullPath\" type=\"string\"/>"),
                                 schema_with("<attribute name=\"fullPath\"/>"
                                             "<attribute name=\"arguments\"/>"
                                             "<attribute type=\"uint\" defaultValue=\"8\"/>"),
                                 schema_with("<attribute name=\"fullPath\"/>"
                                             "<attribute name=\"arguments\"/>"
                                             "<attribute name=\"fullPath\"/>")}) {
    Diagnostics other;
    CHECK_FALSE(read(xml, other));
    CHECK(one(other, "MAP011").severity == Severity::error);
  }
}

TEST_CASE("a number is refused outside its range and when it is none") {
  const AttributeRule rule = number_rule(10, 3600);
  for (const char* good : {"10", "11", "3599", "3600", "0010"}) CHECK(rule.refuses(good).empty());
  for (const char* bad : {"9", "3601", "0", "", "-1", "abc", "10.5", " 10", "99999999999999999999"})
    CHECK_FALSE(rule.refuses(bad).empty());
  CHECK(rule.refuses("9").find("10 to 3600") != std::string::npos);
  AttributeRule open = rule;
  open.range.reset();
  CHECK(open.refuses("4294967295").empty());
  CHECK_FALSE(open.refuses("4294967296").empty());
}

TEST_CASE("switches, choices and texts are refused as the schema does") {
  AttributeRule rule;
  rule.type = AttributeType::toggle;
  CHECK(rule.refuses("true").empty());
  for (const char* bad : {"True", "1", "", "yes"}) CHECK_FALSE(rule.refuses(bad).empty());
  rule.type = AttributeType::choice;
  rule.choices = {"NamedPipe", "Tcp"};
  CHECK(rule.refuses("Tcp").empty());
  for (const char* bad : {"tcp", "", "NamedPipe,Tcp"}) CHECK_FALSE(rule.refuses(bad).empty());
  rule.type = AttributeType::text;
  CHECK(rule.refuses("").empty());
  CHECK_FALSE(rule.refuses("a\x02").empty());
  rule.required = true;
  CHECK_FALSE(rule.refuses("").empty());
  CHECK(rule.refuses("x").empty());
}
