#include "plan/path_rules.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

std::string moved(std::string_view text, std::vector<PathReplacement> rules) {
  return replace_paths(text, rules).text;
}

}  // namespace

TEST_CASE("a folder is replaced as a whole name only") {
  const std::vector<PathReplacement> rules = {{"C:\\PHP", "D:\\php"}};
  CHECK(moved("C:\\PHP\\php-cgi.exe", rules) == "D:\\php\\php-cgi.exe");
  CHECK(moved("c:\\php", rules) == "D:\\php");
  CHECK(moved("C:\\PHP5\\php-cgi.exe", rules) == "C:\\PHP5\\php-cgi.exe");
  CHECK(moved("XC:\\PHP\\x", rules) == "XC:\\PHP\\x");
}

TEST_CASE("paths are found where one starts: after a semicolon, equals sign, blank or quote") {
  const std::vector<PathReplacement> rules = {{"C:\\a", "D:\\b"}};
  CHECK(moved("x=C:\\a;C:\\a\\1 \"C:\\a\" 'C:\\a'", rules) == "x=D:\\b;D:\\b\\1 \"D:\\b\" 'D:\\b'");
  CHECK(moved("-dC:\\a", rules) == "-dC:\\a");
}

TEST_CASE("the longest rule wins, and each place is replaced once") {
  const std::vector<PathReplacement> rules = {
      {"C:\\", "D:\\"}, {"C:\\PHP", "E:\\x"}, {"D:\\", "F:\\"}};
  CHECK(moved("C:\\PHP\\a;C:\\b", rules) == "E:\\x\\a;D:\\b");
}

TEST_CASE("of two rules for one folder the first holds") {
  CHECK(moved("C:\\PHP\\a", {{"C:\\PHP", "D:\\x"}, {"c:\\php", "E:\\y"}}) == "D:\\x\\a");
}

TEST_CASE("a rule that ends in a backslash needs no delimiter behind it") {
  CHECK(moved("C:\\PHP5", {{"C:\\", "D:\\"}}) == "D:\\PHP5");
}

TEST_CASE("each rule is reported once, and only when it was used") {
  const auto out = replace_paths("C:\\a;C:\\a", {{"C:\\a", "D:\\a"}, {"X:\\", "Y:\\"}});
  CHECK(out.used == std::vector<std::string>{"C:\\a -> D:\\a"});
  CHECK(replace_paths("abc", {}).used.empty());
}

TEST_CASE("a rule holds for program, arguments, file to watch and variables, each with a note") {
  Options options = options_for("8.5");
  options.replace_paths = {{"C:\\", "E:\\"}};
  const Outcome outcome = run(pool_with("Arguments=-c C:\\conf\nMonitorChangesTo=php.ini\n"
                                        "EnvironmentVars=PHPRC:C:\\rc,PATH:C:\\a;C:\\b"),
                              config_with(), options);
  CHECK(writes(outcome, "fullPath=\"E:\\PHP\\php-cgi.exe\""));
  CHECK(writes(outcome, "arguments=\"-c E:\\conf\""));
  CHECK(writes(outcome, "monitorChangesTo=\"E:\\PHP\\php.ini\""));
  CHECK(writes(outcome, "value=\"E:\\rc\""));
  CHECK(writes(outcome, "value=\"E:\\a;E:\\b\""));
  CHECK(found(outcome, "PLN071").size() >= 4);
}
