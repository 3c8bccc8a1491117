// The list of handler mappings of a level, and which of them takes a request.
#include "plan/effective_handlers.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

Handler handler(std::string path, std::string verb = "*") {
  Handler made;
  made.name = path;
  made.path = std::move(path);
  made.verb = std::move(verb);
  return made;
}

// The names of a level's list, after sections were applied one after another.
struct Level {
  EffectiveHandlers effective;
  std::deque<Handler> storage;
  std::deque<std::string> texts;

  std::vector<Handler*> apply(const std::string& children) {
    Diagnostics diagnostics;
    const std::string& text =
        texts.emplace_back("<configuration><system.webServer><handlers>" + children +
                           "</handlers></system.webServer></configuration>");
    const auto host = read_apphost(SourceText::borrowed("c", text), diagnostics);
    REQUIRE(host);
    return effective.apply(host->find("handlers", "").at(0)->element, storage);
  }

  std::string names() const {
    std::string all;
    for (const Handler* each : effective.list()) all += each->name + " ";
    return all;
  }

  std::string first(std::string_view file, std::string_view verb = "GET") const {
    const Handler* found = effective.first(file, verb);
    return found == nullptr ? "none" : found->name;
  }
};

std::string add(const std::string& name, const std::string& path, const std::string& verb = "*") {
  return "<add name=\"" + name + "\" path=\"" + path + "\" verb=\"" + verb + "\" />";
}

}  // namespace

TEST_CASE("a path takes the file names that its stars and question marks stand for") {
  struct Row {
    const char* path;
    std::vector<const char*> taken, left;
  };
  const std::vector<Row> rows = {
      {"*.php", {"a.php", "A.PHP", ".php", "a.b.php"}, {"a.php5", "aphp", "php", "a.php/"}},
      {"*.PHP", {"a.php"}, {}},
      {"index.*", {"index.php", "index."}, {"index", "xindex.php"}},
      {"a*", {"a", "ab", "a.php"}, {"ba", ""}},
      {"a**", {"a", "ab"}, {"b"}},
      {"*", {"", "a", "a.b"}, {}},
      {"?.php", {"a.php"}, {".php", "ab.php"}},
      {"a?c", {"abc"}, {"ac", "abbc"}},
      {"*ab*b", {"abb", "xabyabb", "aabb"}, {"ab", "xaby"}},
      {"a.x, *.y", {"a.x", "b.y"}, {"b.x"}},
      {"", {""}, {"a"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    for (const char* file : row.taken) {
      CAPTURE(file);
      CHECK(handler(row.path).takes(file, "GET"));
    }
    for (const char* file : row.left) {
      CAPTURE(file);
      CHECK_FALSE(handler(row.path).takes(file, "GET"));
    }
  }
}

TEST_CASE("verbs are a list, compared by case, and a star is all of them") {
  CHECK(handler("*", "GET,HEAD").takes("a", "HEAD"));
  CHECK(handler("*", "GET, HEAD").takes("a", "HEAD"));
  CHECK_FALSE(handler("*", "GET,HEAD").takes("a", "POST"));
  CHECK_FALSE(handler("*", "get").takes("a", "GET"));
  CHECK_FALSE(handler("*", "").takes("a", "GET"));
  CHECK(handler("*", "*").takes("a", "ANY"));
}

TEST_CASE("verbs are shared, or all there, as lists") {
  CHECK(handler("", "GET,POST").shares_verb("HEAD,POST"));
  CHECK_FALSE(handler("", "GET,POST").shares_verb("HEAD,PUT"));
  CHECK(handler("", "GET").shares_verb("*"));
  CHECK(handler("", "*").shares_verb("PUT"));
  CHECK(handler("", "GET,HEAD,POST").has_all_verbs_of(handler("", "POST,GET")));
  CHECK_FALSE(handler("", "GET,HEAD").has_all_verbs_of(handler("", "GET,POST")));
  CHECK_FALSE(handler("", "GET,HEAD").has_all_verbs_of(handler("", "*")));
  CHECK(handler("", "*").has_all_verbs_of(handler("", "*")));
  CHECK(handler("*.a,*.b").has_path("*.B"));
  CHECK_FALSE(handler("*.a,*.b").has_path("*.a,*.b"));
}

TEST_CASE("FastCgiModule is one of a list of modules, in any case") {
  CHECK(lists_fast_cgi("FastCgiModule"));
  CHECK(lists_fast_cgi("X, fastcgimodule"));
  CHECK_FALSE(lists_fast_cgi("FastCgiModule2"));
  CHECK_FALSE(lists_fast_cgi(""));
}

TEST_CASE("an add without attributes has IIS' defaults") {
  Level level;
  const auto by_child = level.apply("<add name=\"x\" path=\"*\" />");
  REQUIRE(by_child.size() == 1);
  CHECK(by_child[0]->modules == "ManagedPipelineHandler");
  CHECK(by_child[0]->resource_type == "Unspecified");
  CHECK(by_child[0]->require_access == "Script");
  CHECK_FALSE(by_child[0]->allow_path_info);
  CHECK_FALSE(by_child[0]->planned);
  CHECK(level.apply("<add name=\"y\" allowPathInfo=\"true\" />")[0]->allow_path_info);
}

TEST_CASE("a level's own mappings come before inherited ones, after remove and clear") {
  Level level;
  level.apply(add("a", "*.a") + add("b", "*.b"));
  CHECK(level.names() == "a b ");
  const auto by_child = level.apply("<remove name=\"a\" />" + add("c", "*.c") + "<!-- x -->" +
                                    add("d", "*.d") + "<remove name=\"d\" />");
  CHECK(level.names() == "c b ");
  REQUIRE(by_child.size() == 4);
  CHECK(by_child[0] == nullptr);
  CHECK(by_child[1]->name == "c");
  CHECK(by_child[3] == nullptr);
  level.apply("<remove name=\"B\" />");
  CHECK(level.names() == "c b ");  // names differ by case
  level.apply(add("gone", "*") + "<clear />" + add("e", "*.e"));
  CHECK(level.names() == "e ");
}

TEST_CASE("the first that takes a request has it, whatever kind of path finds it") {
  Level level;
  level.apply(add("exact", "index.php") + add("post", "*.php", "POST") + add("php", "*.PHP") +
              add("two", "*.x,*.y") + add("dots", "*.tar.gz") + add("any", "*"));
  CHECK(level.first("index.php") == "exact");
  CHECK(level.first("INDEX.PHP") == "exact");
  CHECK(level.first("a.php") == "php");
  CHECK(level.first("a.php", "POST") == "post");
  CHECK(level.first("a.y") == "two");
  CHECK(level.first("a.b.X") == "two");
  CHECK(level.first("a.tar.gz") == "dots");
  CHECK(level.first("a.gz") == "any");
  CHECK(level.first("plain") == "any");
  level.effective.remove("any");
  CHECK(level.first("plain") == "none");
  CHECK(level.first("a.gz") == "none");
}

TEST_CASE("a mapping that got another path, or came first, is found at once") {
  Level level;
  const auto by_child = level.apply(add("a", "*.a") + add("b", "*.b"));
  CHECK(level.first("x.a") == "a");
  by_child[0]->path = "*.c";
  level.effective.changed();
  CHECK(level.first("x.a") == "none");
  CHECK(level.first("x.c") == "a");
  Handler before = handler("*.b");
  before.name = "before";
  level.effective.add_first({&before});
  CHECK(level.first("x.b") == "before");
  EffectiveHandlers copy = level.effective;
  copy.remove("before");
  CHECK(level.first("x.b") == "before");
  CHECK(copy.first("x.b", "GET")->name == "b");
}
