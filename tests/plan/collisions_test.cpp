#include "plan/collisions.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

Options with(Collisions collisions) {
  Options options = options_for("8.5");
  options.collisions = collisions;
  return options;
}

Outcome settle(std::string_view ini, Collisions collisions = Collisions::refuse) {
  return run(ini, config_with(), with(collisions));
}

// The recipe of Microsoft for IIS 6: one program, a pool for each site.
const std::string two_sites =
    "[Types]\nphp:1=Site1\nphp:2=Site2\n"
    "[Site1]\nExePath=C:\\PHP\\php-cgi.exe\nEnvironmentVars=PHPRC:C:\\one\n"
    "[Site2]\nExePath=c:\\php\\PHP-CGI.exe\nEnvironmentVars=PHPRC:C:\\two\n";

std::size_t applications(const Outcome& outcome) {
  std::size_t count = 0;
  for (const ApplicationPlan& plan : outcome.plan.applications)
    count += plan.action != Action::skip;
  return count;
}

}  // namespace

TEST_CASE("keys compare program and arguments without case, and never run into each other") {
  CHECK(application_key("C:\\A", "X") == application_key("c:\\a", "x"));
  CHECK(application_key("БЮРО", "") == application_key("бюро", ""));
  CHECK(application_key("a", "b") != application_key("ab", ""));
  CHECK(application_key("a", "") != application_key("", "a"));
}

TEST_CASE(
    "pools with one key and other settings are refused, both named with lines and difference") {
  const Outcome outcome = settle(two_sites);
  const Diagnostic error = one(outcome, "PLN040");
  CHECK(error.severity == Severity::error);
  CHECK(error.place.line == 7);
  CHECK(error.phrase.find("[Site1] (fcgiext.ini:4)") != std::string::npos);
  CHECK(error.phrase.find("[Site2] (fcgiext.ini:7)") != std::string::npos);
  CHECK(error.phrase.find("phprc") != std::string::npos);
  CHECK(error.phrase.find("C:\\one") == std::string::npos);
  CHECK_FALSE(outcome.patched);
  CHECK(outcome.edits.empty());
}

TEST_CASE("with --partial neither of two colliding pools is migrated, the rest is") {
  Options options = with(Collisions::refuse);
  options.partial = true;
  const Outcome outcome =
      run(two_sites + "[Other]\nExePath=C:\\other.exe\n", config_with(), options);
  CHECK(applications(outcome) == 1);
  CHECK(outcome.left_out);
  CHECK(writes(outcome, "C:\\other.exe"));
  CHECK_FALSE(writes(outcome, "php-cgi"));
}

TEST_CASE("pools with one key and the same settings become one application with a note") {
  const Outcome outcome = settle(
      "[Types]\na=A\nb=B\n[A]\nExePath=C:\\x.exe\nQueueLength=7\n"
      "[B]\nQueueLength=7\nExePath=c:\\X.EXE\n");
  CHECK(one(outcome, "PLN041").severity == Severity::note);
  CHECK(applications(outcome) == 1);
  REQUIRE(outcome.plan.applications.size() == 1);
  CHECK(outcome.plan.applications[0].pools == std::vector<std::string>{"A", "B"});
  CHECK(outcome.patched);
}

TEST_CASE("a setting that says the certain default is the same as none") {
  const Outcome outcome =
      settle("[Types]\na=A\nb=B\n[A]\nExePath=x\nQueueLength=1000\n[B]\nExePath=x\n");
  CHECK(found(outcome, "PLN041").size() == 1);
}

TEST_CASE("a variable that is named as an attribute is no attribute") {
  const Outcome outcome = settle(
      "[Types]\na=A\nb=B\n[A]\nExePath=x\nEnvironmentVars=Protocol:Tcp\n"
      "[B]\nExePath=x\nProtocol=Tcp\n");
  CHECK(found(outcome, "PLN040").size() == 1);
}

TEST_CASE("the first by precedence of [Types] wins, ties by line, and losers are warned of") {
  const std::string sections = "[A]\nExePath=x\nQueueLength=7\n[B]\nExePath=x\nQueueLength=8\n";
  const Outcome later = settle("[Types]\n*=A\nphp:1=B\n" + sections, Collisions::first);
  CHECK(writes(later, "queueLength=\"8\""));
  CHECK(one(later, "PLN042").severity == Severity::warning);
  CHECK(one(later, "PLN042").place.line == 4);
  CHECK(applications(later) == 1);
  const Outcome tie = settle("[Types]\nb=B\na=A\n" + sections, Collisions::first);
  CHECK(writes(tie, "queueLength=\"7\""));
  const Outcome unbound = settle("[Types]\n*=B\n" + sections, Collisions::first);
  CHECK(writes(unbound, "queueLength=\"8\""));
}

TEST_CASE("of a pool's bindings the most specific one counts, wherever it stands") {
  const std::string pools = "[A]\nExePath=x\nQueueLength=7\n[B]\nExePath=x\nQueueLength=8\n";
  for (const char* bindings :
       {"*=B\nphp:1=B\nphp=A\n", "php:1=B\n*=B\nphp=A\n", "php=A\npl=B\nphp:1=B\n*=B\n"})
    CHECK(writes(settle("[Types]\n" + std::string(bindings) + pools, Collisions::first),
                 "queueLength=\"8\""));
}

TEST_CASE("a binding that leads nowhere does not hide the ones behind it") {
  const std::string pools =
      "[A]\nExePath=C:\\x.exe\nQueueLength=7\n[B]\nExePath=C:\\x.exe\nQueueLength=8\n";
  for (const char* first : {"", "zz=Nowhere\n", "*=Nowhere\n"}) {
    const Outcome outcome =
        settle("[Types]\n" + std::string(first) + "php=A\nphp:1=B\n" + pools, Collisions::first);
    CHECK(writes(outcome, "queueLength=\"8\""));
    CHECK_FALSE(writes(outcome, "queueLength=\"7\""));
  }
}

TEST_CASE("each later pool gets an argument of its own") {
  const Outcome outcome = settle(
      two_sites + "[Site 3/x]\nExePath=C:\\PHP\\php-cgi.exe\nEnvironmentVars=PHPRC:C:\\three\n",
      Collisions::separate);
  CHECK(applications(outcome) == 3);
  CHECK(writes(outcome, "fullPath=\"C:\\PHP\\php-cgi.exe\">"));
  CHECK(writes(outcome, "arguments=\"-d fcgi6to7.pool=Site2\""));
  CHECK(writes(outcome, "arguments=\"-d fcgi6to7.pool=Site_3_x\""));
  CHECK(found(outcome, "PLN043").size() == 2);
  CHECK_FALSE(outcome.diagnostics.has_errors());
}

TEST_CASE("arguments that are there stay in front of the distinguishing one") {
  const Outcome outcome = settle(
      "[Types]\na=A\nb=B\n[A]\nExePath=php-cgi.exe\nArguments=-c x\nQueueLength=7\n"
      "[B]\nExePath=php-cgi.exe\nArguments=-c x\nQueueLength=8\n",
      Collisions::separate);
  CHECK(writes(outcome, "arguments=\"-c x -d fcgi6to7.pool=B\""));
}

TEST_CASE("names that become one in plain letters are made unique") {
  std::string ini = "[Types]\n";
  for (const char* name : {"P", "a/b", "a_b", "a b", "Ä", "Ö"}) {
    ini += std::string("[") + name +
           "]\nExePath=php-cgi.exe\nQueueLength=" + std::to_string(ini.size()) + "\n";
  }
  const Outcome outcome = settle(ini, Collisions::separate);
  CHECK(applications(outcome) == 6);
  for (const char* argument : {"=a_b\"", "=a_b-2\"", "=a_b-3\"", "=__\"", "=__-2\""})
    CHECK(writes(outcome, argument));
}

TEST_CASE(
    "letters, digits, dots, dashes and underscores of a name stay, all others become underscores") {
  const Outcome outcome = settle(
      "[Types]\n[P]\nExePath=php-cgi.exe\n"
      "[09azAZ._-/:@`{[x]\nExePath=php-cgi.exe\nQueueLength=7\n",
      Collisions::separate);
  CHECK(writes(outcome, "fcgi6to7.pool=09azAZ._-______x\""));
}

TEST_CASE("an argument that another pool has already is not given out") {
  const Outcome outcome = settle(
      "[Types]\n[A]\nExePath=php-cgi.exe\nQueueLength=7\n"
      "[B]\nExePath=php-cgi.exe\nQueueLength=8\n"
      "[C]\nExePath=php-cgi.exe\nArguments=-d fcgi6to7.pool=B\n",
      Collisions::separate);
  CHECK(applications(outcome) == 3);
  CHECK(writes(outcome, "arguments=\"-d fcgi6to7.pool=B-2\""));
}

TEST_CASE("a program without a harmless argument is refused") {
  const Outcome outcome = settle(
      "[Types]\na=A\nb=B\n[A]\nExePath=C:\\perl.exe\nQueueLength=7\n"
      "[B]\nExePath=C:\\perl.exe\nQueueLength=8\n",
      Collisions::separate);
  CHECK(one(outcome, "PLN044").severity == Severity::error);
  CHECK(one(outcome, "PLN044").place.line == 7);
  CHECK_FALSE(outcome.patched);
}

TEST_CASE("two spellings of one program are two applications, with a warning") {
  const Outcome outcome =
      settle("[Types]\na=A\nb=B\n[A]\nExePath=%WINDIR%\\x.exe\n[B]\nExePath=C:\\Windows\\x.exe\n");
  CHECK(one(outcome, "PLN045").severity == Severity::warning);
  CHECK(applications(outcome) == 2);
  const Outcome nested = settle(
      "[Types]\na=A\nb=B\n[A]\nExePath=%ProgramFiles(x86)%\\x.exe\n"
      "[B]\nExePath=C:/Program Files (x86)/x.exe\n");
  CHECK(found(nested, "PLN045").size() == 1);
}

TEST_CASE("two spellings are told behind a pool that is left out, and not of that pool") {
  const std::string spellings = "[A]\nExePath=%WINDIR%\\x.exe\n[B]\nExePath=C:\\Windows\\x.exe\n";
  const std::string types = "[Types]\nc=C\na=A\nb=B\n";
  CHECK(found(settle(types + "[C]\nQueueLength=7\n" + spellings), "PLN045").size() == 1);
  const Outcome alone =
      settle(types + "[C]\nExePath=x\n" + replace_all(spellings, "ExePath=C", "Exe=C"));
  CHECK(found(alone, "PLN045").empty());
}

TEST_CASE("slash direction does not make two programs of one") {
  const Outcome outcome =
      settle("[Types]\na=A\nb=B\n[A]\nExePath=C:/x.exe\nQueueLength=7\n[B]\nExePath=C:\\x.exe\n");
  CHECK(found(outcome, "PLN040").size() == 1);
}

TEST_CASE("pools of two inis collide by the same rules, and name their files") {
  Inputs inputs = inputs_of("[Types]\na=A\n[A]\nExePath=x\nQueueLength=7\n", config_with());
  inputs.ini32 = NamedBytes{"ini32.ini", "[Types]\nb=B\n[B]\nExePath=X\nQueueLength=8\n"};
  const Diagnostic error = one(run(inputs), "PLN040");
  CHECK(error.file == "ini32.ini");
  CHECK(error.phrase.find("(fcgiext.ini:3)") != std::string::npos);
  CHECK(error.phrase.find("(ini32.ini:3)") != std::string::npos);
  inputs.ini32->bytes = "[Types]\nb=B\n[B]\nExePath=X\nQueueLength=7\n";
  const Outcome same = run(inputs);
  CHECK(found(same, "PLN041").size() == 1);
  CHECK(applications(same) == 1);
}

TEST_CASE("thousands of colliding pools are settled in linear time, by every policy") {
  std::string ini = "[Types]\n";
  for (int i = 0; i < 3000; ++i)
    ini += "[P" + std::to_string(i) +
           "]\nExePath=C:\\php-cgi.exe\nQueueLength=" + std::to_string(i % 1500 + 1) + "\n";
  for (const Collisions policy : {Collisions::refuse, Collisions::first, Collisions::separate}) {
    const Outcome outcome = settle(ini, policy);
    CHECK(found(outcome, "PLN041").size() == 1500);
  }
}

TEST_CASE("a value of a megabyte of %VAR% is compared in linear time") {
  std::string arguments;
  for (int i = 0; i < 100'000; ++i) arguments += "%windir%";
  const Outcome outcome = settle("[Types]\na=A\n[A]\nExePath=x\nArguments=" + arguments + "\n");
  CHECK(outcome.patched);
}

TEST_CASE(
    "twins whose response buffers differ patch a handler mapping once, the other is answered") {
  Options options = options_for("8.5", "1.5");
  options.response_buffer_limit = true;
  const std::string handlers =
      "<fastCgi /><handlers><add name=\"X\" path=\"*.x\" verb=\"*\" modules=\"FastCgiModule\" "
      "scriptProcessor=\"x\" /></handlers>";
  const Outcome outcome =
      run("[Types]\na=A\nb=B\n[A]\nExePath=x\nResponseBufferLimit=1\n"
          "[B]\nExePath=x\nResponseBufferLimit=2\n",
          config_with(handlers), options);
  CHECK(writes(outcome, "responseBufferLimit=\"1\""));
  CHECK_FALSE(writes(outcome, "responseBufferLimit=\"2\""));
  CHECK(one(outcome, "PLN005").place.line == 9);
  CHECK(outcome.plan.handlers.size() == 1);
  const Outcome same =
      run("[Types]\na=A\nb=B\n[A]\nExePath=x\nResponseBufferLimit=1\n"
          "[B]\nExePath=x\nResponseBufferLimit=1\n",
          config_with(handlers), options);
  CHECK(same.plan.handlers.size() == 1);
  CHECK(found(same, "PLN005").empty());
}
