#include "fleet/row.hpp"

#include <doctest/doctest.h>

using namespace fcgi6to7;

TEST_CASE("a row reads back as it was written") {
  Row row;
  row.server = "dc1/Büro \"1\"\n";
  row.status = ServerStatus::changed;
  row.left_out = true;
  row.counts = {1, 2, 3, 4, 5};
  row.findings = {{Severity::warning, "PLN005", "phrase", 7}, {Severity::error, "X", "y", 1}};
  row.plan = "p";
  row.group = "g";
  row.changes = {"create a", "set b"};
  row.error = "e";
  row.config = "c";
  row.written = "w";
  row.backup = "b";
  row.inputs = "i";
  row.before = "1";
  row.after = "2";
  JsonWriter out(JsonWriter::Layout::one_line);
  write_row(out, row, true);
  CHECK(out.written().find('\n') == std::string::npos);
  const auto read = read_row(out.written());
  REQUIRE(read);
  JsonWriter again(JsonWriter::Layout::one_line);
  write_row(again, *read, true);
  CHECK(again.written() == out.written());
  CHECK(read->server == row.server);
  CHECK(read->changes == row.changes);
  CHECK(read->count(Severity::warning) == 7);
  CHECK(read->counts.remove == row.counts.remove);
}

TEST_CASE("what is no row is none") {
  CHECK(!read_row(""));
  CHECK(!read_row("{\"server\":\"a\",\"stat"));
  CHECK(!read_row("[1]"));
  CHECK(!read_row("{\"journal\":1,\"folder\":\"/\"}"));
}

TEST_CASE("a phrase without what is the server's own can be compared between servers") {
  CHECK(fold_phrase("'C:\\x' is not there") == "… is not there");
  CHECK(fold_phrase("no binding names [PHP 2]: nothing") == "no binding names …: nothing");
  CHECK(fold_phrase("the value 4000000000 is beyond IIS 10.0 (error 500)") ==
        "the value … is beyond IIS 10.0 (error 500)");
  CHECK(fold_phrase("D:\\php\\php.exe ends") == "… ends");
  CHECK(fold_phrase("no [Types] section") == "no [Types] section");
  CHECK(fold_phrase("it's the server's") == "it's the server's");
}
