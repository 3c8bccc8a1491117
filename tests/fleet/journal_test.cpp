#include "fleet/journal.hpp"

#include <doctest/doctest.h>

#include "fleet/merge.hpp"
#include "fleet/sample_fleet.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

Row row_of(const std::string& server, const std::string& group = "") {
  Row row;
  row.server = server;
  row.status = ServerStatus::changed;
  row.group = group;
  if (!group.empty()) row.changes = {"lines of " + group};
  return row;
}

void append(JournalWriter& journal, const std::vector<Row>& rows) {
  std::vector<const Row*> pointers;
  for (const Row& row : rows) pointers.push_back(&row);
  CHECK(!journal.append(pointers));
}

}  // namespace

TEST_CASE("a journal gives each server's last row, with the lines of its group") {
  const TempFolder folder;
  JournalWriter writer;
  REQUIRE(!writer.open(folder / "fleet.jsonl", nullptr));
  append(writer, {row_of("a", "g"), row_of("b", "g")});
  Row newer = row_of("a", "h");
  newer.error = "newer";
  append(writer, {newer});
  JournalReader reader;
  REQUIRE_FALSE(reader.open(folder / "fleet.jsonl"));
  CHECK(reader.size() == 2);
  CHECK(reader.find("a")->error == "newer");
  CHECK(reader.find("b")->changes == std::vector<std::string>{"lines of g"});
  CHECK(!reader.find("c"));
  CHECK(text_of(folder / "fleet.jsonl").find("lines of g") ==
        text_of(folder / "fleet.jsonl").rfind("lines of g"));
}

TEST_CASE("a journal whose last line is torn goes on with a new line") {
  const TempFolder folder;
  {
    JournalWriter writer;
    REQUIRE(!writer.open(folder / "fleet.jsonl", nullptr));
    append(writer, {row_of("a")});
  }
  const std::string whole = text_of(folder / "fleet.jsonl");
  folder.write("fleet.jsonl", whole + "{\"server\":\"b\",\"status\":\"chan");
  JournalReader reader;
  REQUIRE_FALSE(reader.open(folder / "fleet.jsonl"));
  CHECK(reader.size() == 1);
  CHECK(reader.ends_torn());
  {
    JournalWriter writer;
    REQUIRE(!writer.open(folder / "fleet.jsonl", &reader));
    append(writer, {row_of("b"), row_of("c")});
  }
  JournalReader again;
  REQUIRE_FALSE(again.open(folder / "fleet.jsonl"));
  CHECK(again.size() == 3);
  CHECK(again.find("b"));
}

TEST_CASE("merging gives what one run gives, and tells of servers that stand twice") {
  const TempFolder folder;
  for (const char* name : {"one", "two"}) {
    JournalWriter writer;
    REQUIRE(!writer.open(folder / (std::string(name) + ".jsonl"), nullptr));
    if (std::string(name) == "one")
      append(writer, {row_of("d", "g"), row_of("a", "g")});
    else
      append(writer, {row_of("c", "g"), row_of("b", "h"), row_of("a", "g")});
  }
  const std::vector<std::string> journals = {to_utf8(folder / "one.jsonl"),
                                             to_utf8(folder / "two.jsonl")};
  const Summary summary = merge_journals(journals, folder / "out");
  CHECK(summary.servers() == 4);
  CHECK(summary.has_failures());  // "a" stands twice
  CHECK(summary.text("merge", "", {}).find("FLT032") != std::string::npos);
  const std::string details = text_of(folder / "out/fleet.json");
  std::size_t at = 0;
  for (const char* server : {"a", "b", "c", "d"}) {
    const std::size_t found = details.find("{\"server\":\"" + std::string(server) + "\"");
    CHECK(found > at);
    at = found;
  }
  CHECK(details.find("lines of h") != std::string::npos);
}

TEST_CASE("a journal that is none, and one that is not there, are said to be so") {
  const TempFolder folder;
  folder.write("empty.jsonl", "");
  const Summary empty = merge_journals({to_utf8(folder / "empty.jsonl")}, folder / "out");
  CHECK(empty.text("merge", "", {}).find("FLT031") != std::string::npos);
  const Summary missing = merge_journals({to_utf8(folder / "no.jsonl")}, folder / "out");
  CHECK(missing.has_failures());
  CHECK(missing.text("merge", "", {}).find("FLT030") != std::string::npos);
}

TEST_CASE("a merge does not write over one of its journals") {
  const TempFolder folder;
  JournalWriter writer;
  REQUIRE(!writer.open(folder / "fleet.jsonl", nullptr));
  append(writer, {row_of("a")});
  const std::string before = text_of(folder / "fleet.jsonl");
  CHECK(merge_journals({to_utf8(folder / "fleet.jsonl")}, folder.path()).has_failures());
  CHECK(text_of(folder / "fleet.jsonl") == before);
}
