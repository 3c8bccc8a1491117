#include "fcgiext/fcgiext.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

struct Read {
  FcgiExt file;
  Diagnostics diagnostics;

  // The value of a key of the first pool.
  std::string value(std::string_view key, std::size_t pool = 0) const {
    for (const Setting& setting : file.pools.at(pool).settings)
      if (setting.key == key) return setting.value;
    return "(absent)";
  }
};

Read read(std::string text, Repeats repeats = Repeats::last) {
  Read out;
  out.file = read_fcgiext(SourceText("fcgiext.ini", std::move(text)), repeats, out.diagnostics);
  return out;
}

// A pool "PHP" with these lines.
Read pool(const std::string& lines, Repeats repeats = Repeats::last) {
  return read("[PHP]\n" + lines, repeats);
}

}  // namespace

TEST_CASE("a key with a colon is one key") {
  const Read ini = read("[Types]\nphp:1701187997=PHP App\n[PHP App]\nExePath=x\n");
  REQUIRE(ini.file.bindings.size() == 1);
  CHECK(ini.file.bindings[0].extension == "php");
  CHECK(ini.file.bindings[0].site_id == "1701187997");
  CHECK(ini.file.bindings[0].pool == "PHP App");
  CHECK(ini.file.bindings[0].pool_at == 0);
  CHECK(ini.diagnostics.all().empty());
}

TEST_CASE("a blank in a binding's key is read") {
  const Read ini = read("[Types]\n*:/lm/w3svc/1/root/my app=X\n[X]\nExePath=x\n");
  REQUIRE(ini.file.bindings.size() == 1);
  CHECK(ini.file.bindings[0].application == "/my app");
}

TEST_CASE("text after a binding's pool is dropped only where the rest names a section") {
  const std::string pools = "[PHP two]\nExePath=x\n";
  const Read ini = read("[Types]\nphp:2=PHP two ; note\n" + pools);
  CHECK(ini.file.bindings.at(0).pool == "PHP two");
  CHECK(one(ini.diagnostics, "INI013").place == Place{2, 7});
  const Read named =
      read("[Types]\nphp:2=PHP two ; note\n" + pools + "[PHP two ; note]\nExePath=y\n");
  CHECK(named.file.bindings.at(0).pool == "PHP two ; note");
  CHECK(found(named.diagnostics, "INI013").empty());
  const Read nothing = read("[Types]\nphp:2=PHP three ; note\n" + pools);
  CHECK_FALSE(nothing.file.bindings.at(0).pool_at);
  CHECK(one(nothing.diagnostics, "INI011").place.line == 2);
}

TEST_CASE("values stay as written but for blanks at their ends") {
  const Read ini = pool(
      "ExePath=\"C:\\x.exe\"\nArguments=\"a\" \"b\"\nHalf=\"open\nTrail=value   \nSemi=a ;b\n");
  CHECK(ini.value("ExePath") == "\"C:\\x.exe\"");
  CHECK(ini.value("Arguments") == "\"a\" \"b\"");
  CHECK(ini.value("Half") == "\"open");
  CHECK(ini.value("Trail") == "value");
  CHECK(ini.value("Semi") == "a ;b");
}

TEST_CASE("an empty value is read, with a note") {
  const Read ini = pool("Arguments=\n");
  CHECK(ini.value("Arguments").empty());
  CHECK(one(ini.diagnostics, "INI007").severity == Severity::note);
  CHECK(one(ini.diagnostics, "INI007").place.line == 2);
}

TEST_CASE("an indented key is a key, an indented comment a comment") {
  const Read ini = pool("   ExePath=x\n\t; ExePath=y\n");
  CHECK(ini.value("ExePath") == "x");
  CHECK(ini.diagnostics.all().empty());
}

TEST_CASE("blanks around a section header are read, with a note that names it") {
  for (const char* header : {"  [PHP]", "[PHP]  ", "[PHP] ; comment"}) {
    const Read ini = read(std::string(header) + "\nExePath=x\n");
    CAPTURE(header);
    REQUIRE(ini.file.pools.size() == 1);
    CHECK(ini.file.pools[0].name == "PHP");
    CHECK(one(ini.diagnostics, "INI006").place.line == 1);
  }
}

TEST_CASE("a hash starts a key, and a warning says that it is no comment") {
  const Read ini = pool("# x=1\n");
  CHECK(ini.value("# x") == "1");
  CHECK(one(ini.diagnostics, "INI012").severity == Severity::warning);
}

TEST_CASE("a line without an equals sign is reported and skipped") {
  const Read ini = pool("ExePath=x\nnonsense\n[open\n");
  CHECK(ini.file.pools.at(0).settings.size() == 1);
  const auto lines = found(ini.diagnostics, "INI004");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].place.line == 3);
  CHECK(lines[1].place.line == 4);
}

TEST_CASE("a key before any section is skipped with a warning") {
  const Read ini = read("EnvironmentVars=A:1\n[PHP]\nExePath=x\n");
  CHECK(one(ini.diagnostics, "INI005").place.line == 1);
  CHECK(ini.file.pools.at(0).settings.size() == 1);
  CHECK(ini.file.has_entries);
}

TEST_CASE("a key that stands twice: the last holds, or the first, or it is an error") {
  const std::string lines = "ExePath=one\nexepath=two\n";
  const Read last = pool(lines);
  REQUIRE(last.file.pools[0].settings.size() == 1);
  CHECK(last.file.pools[0].settings[0].value == "two");
  CHECK(one(last.diagnostics, "INI008").place.line == 2);
  CHECK(one(last.diagnostics, "INI008").severity == Severity::warning);
  CHECK(one(last.diagnostics, "INI008").phrase.find("line 3") != std::string::npos);
  const Read first = pool(lines, Repeats::first);
  CHECK(first.file.pools[0].settings.at(0).value == "one");
  CHECK(one(first.diagnostics, "INI008").place.line == 3);
  CHECK(one(pool(lines, Repeats::refuse).diagnostics, "INI008").severity == Severity::error);
}

TEST_CASE("a key that stands twice with one value is a note under every policy") {
  for (const Repeats repeats : {Repeats::last, Repeats::first, Repeats::refuse}) {
    const Read ini = pool("ExePath=x\nExePath=x\n", repeats);
    CHECK(one(ini.diagnostics, "INI008").severity == Severity::note);
    CHECK(ini.value("ExePath") == "x");
  }
}

TEST_CASE("three of a key: every one but the one that holds is answered") {
  const Read ini = pool("A=1\nA=2\nA=3\n");
  CHECK(ini.value("A") == "3");
  const auto answers = found(ini.diagnostics, "INI008");
  REQUIRE(answers.size() == 2);
  CHECK(answers[0].place.line == 2);
  CHECK(answers[1].place.line == 3);
}

TEST_CASE("a section that stands twice, in any case: merged, or the first, or an error") {
  const std::string text = "[PHP]\nExePath=x\nA=1\n[php]\nA=2\nB=3\n";
  const Read last = read(text);
  REQUIRE(last.file.pools.size() == 1);
  CHECK(last.file.pools[0].name == "PHP");
  CHECK(last.value("A") == "2");
  CHECK(last.value("B") == "3");
  CHECK(one(last.diagnostics, "INI009").place.line == 4);
  CHECK(one(last.diagnostics, "INI009").phrase.find("line 1") != std::string::npos);
  const Read first = read(text, Repeats::first);
  CHECK(first.value("A") == "1");
  CHECK(first.value("B") == "(absent)");
  const auto unused = found(first.diagnostics, "INI008");
  REQUIRE(unused.size() == 2);
  CHECK(unused[0].place.line == 5);
  CHECK(unused[1].place.line == 6);
  CHECK(one(read(text, Repeats::refuse).diagnostics, "INI009").severity == Severity::error);
}

TEST_CASE("[Types] that stands twice merges as any section") {
  const Read ini = read("[types]\na=X\n[X]\nExePath=x\n[TYPES]\nb=X\na=Y\n[Y]\nExePath=y\n");
  REQUIRE(ini.file.bindings.size() == 2);
  CHECK(ini.file.bindings[0].extension == "a");
  CHECK(ini.file.bindings[0].pool == "Y");
  CHECK(ini.file.pools.size() == 2);
  CHECK(one(ini.diagnostics, "INI008").place.line == 2);
}

TEST_CASE("the seven mappings of the official sample lead to their sections") {
  std::string text =
      "[types]\r\nabc=Application 1\r\ndef:/lm/w3svc/1701187997/root/app1=Application 2\r\n"
      "*:/lm/w3svc/1701187997/root/app1=Application 3\r\ndef:1701187997=Application 4\r\n"
      "*:1701187997=Application 5\r\ndef=Application 6\r\n*=Application 7\r\n";
  for (int i = 1; i <= 7; ++i) text += "[Application " + std::to_string(i) + "]\r\nExePath=x\r\n";
  const Read ini = read(text);
  REQUIRE(ini.file.bindings.size() == 7);
  for (std::size_t i = 0; i < 7; ++i) {
    CHECK(ini.file.bindings[i].pool_at == i);
    CHECK(ini.file.bindings[i].entry.line == static_cast<int>(i) + 2);
  }
  CHECK(ini.diagnostics.all().empty());
}

TEST_CASE("pools are found without case, in other scripts too") {
  const Read ini = read("[Types]\nphp=БЮРО\n[Бюро]\nExePath=x\n");
  CHECK(ini.file.bindings.at(0).pool == "Бюро");
  CHECK(ini.diagnostics.all().empty());
}

TEST_CASE("a binding that leads nowhere names its line and the nearest section") {
  const Read ini = read("[Types]\nphp=PPHP\nexepath=C:\\x\n[PHP]\nExePath=x\n");
  const auto dead = found(ini.diagnostics, "INI011");
  REQUIRE(dead.size() == 2);
  CHECK(dead[0].place.line == 2);
  CHECK(dead[0].hint == "Did you mean [PHP]?");
  CHECK(dead[1].hint.find("setting of a process pool") != std::string::npos);
  CHECK(ini.file.bindings.size() == 2);
}

TEST_CASE("a binding whose key matches nothing is reported and is none") {
  const Read ini = read("[Types]\n.php=PHP\n[PHP]\nExePath=x\n");
  CHECK(ini.file.bindings.empty());
  CHECK(ini.file.has_types);
  CHECK(one(ini.diagnostics, "INI010").place.line == 2);
}

TEST_CASE("a value of 5,000 characters and a section name of 300 come whole") {
  const std::string name(300, 'n'), path = "PATH:" + std::string(5000, 'p') + " MaxInstances=7";
  const Read ini =
      read("[Types]\nphp=" + name + "\n[" + name + "]\nExePath=x\nEnvironmentVars=" + path);
  REQUIRE(ini.file.pools.size() == 1);
  CHECK(ini.file.pools[0].name == name);
  CHECK(ini.value("EnvironmentVars") == path);
  CHECK(ini.value("MaxInstances") == "(absent)");
  CHECK(ini.file.bindings.at(0).pool_at == 0);
}

TEST_CASE("a line of the longest length is read; with one more byte nothing of the file is") {
  const std::string head = "[PHP]\nExePath=C:\\x.exe\n", key = "Arguments=";
  const auto line_of = [&](std::size_t bytes) {
    return key + std::string(bytes - key.size(), 'a') + "\n";
  };
  const Read longest = read(head + line_of(longest_ini_line));
  CHECK(longest.diagnostics.all().empty());
  CHECK(longest.file.pools.at(0).settings.at(1).value.size() == longest_ini_line - key.size());
  const Read longer = read(head + line_of(longest_ini_line + 1) + line_of(longest_ini_line + 1));
  CHECK(longer.diagnostics.count(Severity::error) == 2);
  CHECK(longer.diagnostics.all().at(0).code == "INI016");
  CHECK(longer.diagnostics.all().at(0).place == Place{3, 1});
  CHECK(longer.file.pools.empty());
  CHECK(read(head + "; " + line_of(longest_ini_line + 1)).diagnostics.all().empty());
}

TEST_CASE("every setting knows its line, whatever line ends and comments came before") {
  const Read ini = read("; head\r\n\r\n[PHP]\r\n\r\n; more\r\nExePath=x\r\n  A=1");
  CHECK(ini.file.pools.at(0).line == 3);
  CHECK(ini.file.pools[0].settings.at(0).line == 6);
  CHECK(ini.file.pools[0].settings.at(1).line == 7);
}

TEST_CASE("an empty file and NUL bytes are errors, comments alone are not") {
  CHECK(one(read("").diagnostics, "INI001").severity == Severity::error);
  const Read nul = read(std::string("[PHP]\nA=1\0x\n", 12));
  CHECK(one(nul.diagnostics, "INI002").place == Place{2, 4});
  CHECK(nul.file.pools.empty());
  CHECK_FALSE(nul.file.has_entries);
  for (const std::string& text : {std::string(), std::string("junk\n\0\n[P]\nX\n", 13)})
    CHECK(read(text).diagnostics.all().size() == 1);
  const Read comments = read("; nothing\r\n;[Types]\r\n\r\n");
  CHECK(comments.diagnostics.all().empty());
  CHECK_FALSE(comments.file.has_entries);
  CHECK(read("junk").file.has_entries);
}

TEST_CASE("a file of a hundred thousand lines is read in linear time") {
  std::string text = "[Types]\n";
  for (int i = 0; i < 50'000; ++i)
    text += "e" + std::to_string(i) + "=nowhere" + std::to_string(i) + "\n";
  text += "[PHP]\n";
  for (int i = 0; i < 50'000; ++i) text += "k" + std::to_string(i) + "=" + std::to_string(i) + "\n";
  const Read ini = read(text);
  CHECK(ini.file.bindings.size() == 50'000);
  CHECK(ini.file.pools.at(0).settings.size() == 50'000);
}
