#include "apphost/patch.hpp"

#include <doctest/doctest.h>

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const NewElement pool = {"application", {{"fullPath", "C:\\x.exe"}, {"maxInstances", "4"}}, {}};
const NewElement with_variable = {
    "application",
    {{"fullPath", "x"}},
    {{"environmentVariables", {}, {{"environmentVariable", {{"name", "A"}, {"value", "1"}}, {}}}}}};

// A file and its only <fastCgi>.
struct File {
  explicit File(std::string xml) : source("a.config", std::move(xml)) {
    Diagnostics diagnostics;
    auto read = read_apphost(source, diagnostics);
    REQUIRE(read);
    host = std::move(*read);
    REQUIRE(host.sections.size() == 1);
    section = &host.sections.front().element;
  }

  template <typename Change>
  std::string after(Change change) const {
    Patch patch(source, host);
    change(patch);
    return apply_edits(source.text(), std::move(patch).edits());
  }

  std::string appended(const std::vector<NewElement>& children) const {
    return after([&](Patch& patch) {
      for (const NewElement& child : children) patch.append(section->tag, section->children, child);
    });
  }

  SourceText source;
  AppHost host;
  const Element* section = nullptr;
};

std::string in_file(const std::string& section) {
  return "<configuration>\n    <system.webServer>\n" + section +
         "\n    </system.webServer>\n</configuration>\n";
}

const std::string line = "<application fullPath=\"C:\\x.exe\" maxInstances=\"4\" />";

}  // namespace

TEST_CASE("a self-closing section is opened for its first application") {
  CHECK(File(in_file("        <fastCgi />")).appended({pool}) ==
        in_file("        <fastCgi>\n            " + line + "\n        </fastCgi>"));
  CHECK(File(in_file("        <fastCgi/>")).appended({pool, pool}) ==
        in_file("        <fastCgi>\n            " + line + "\n            " + line +
                "\n        </fastCgi>"));
  CHECK(File(in_file("        <fastCgi a=\"1\"   />")).appended({pool}) ==
        in_file("        <fastCgi a=\"1\">\n            " + line + "\n        </fastCgi>"));
}

TEST_CASE("an empty section gets its first application on a line of its own") {
  CHECK(File(in_file("        <fastCgi></fastCgi>")).appended({pool}) ==
        in_file("        <fastCgi>\n            " + line + "\n        </fastCgi>"));
  CHECK(File(in_file("        <fastCgi>\n        </fastCgi>")).appended({pool}) ==
        in_file("        <fastCgi>\n            " + line + "\n        </fastCgi>"));
}

TEST_CASE("a new application stands behind the last one, and behind a comment") {
  const std::string first = "        <fastCgi>\n            <application fullPath=\"a\" />\n";
  CHECK(File(in_file(first + "        </fastCgi>")).appended({pool}) ==
        in_file(first + "            " + line + "\n        </fastCgi>"));
  CHECK(File(in_file(first + "            <!-- old -->\n        </fastCgi>")).appended({pool}) ==
        in_file(first + "            <!-- old -->\n            " + line + "\n        </fastCgi>"));
  CHECK(File(in_file("        <fastCgi>\n            <!-- none -->\n        </fastCgi>"))
            .appended({pool}) ==
        in_file("        <fastCgi>\n            <!-- none -->\n            " + line +
                "\n        </fastCgi>"));
}

TEST_CASE("new lines have the indentation of their neighbours and the file's own step") {
  const std::string tabs =
      "<configuration>\n\t<system.webServer>\n\t\t<fastCgi />\n\t</system.webServer>\n"
      "</configuration>\n";
  CHECK(File(tabs).appended({with_variable}) ==
        "<configuration>\n\t<system.webServer>\n\t\t<fastCgi>\n\t\t\t<application fullPath=\"x\">\n"
        "\t\t\t\t<environmentVariables>\n"
        "\t\t\t\t\t<environmentVariable name=\"A\" value=\"1\" />\n"
        "\t\t\t\t</environmentVariables>\n\t\t\t</application>\n\t\t</fastCgi>\n"
        "\t</system.webServer>\n</configuration>\n");
  const std::string two =
      "<configuration>\n  <system.webServer>\n    <fastCgi />\n  </system.webServer>\n"
      "</configuration>\n";
  CHECK(File(two).appended({pool}).find("\n      " + line + "\n    </fastCgi>") !=
        std::string::npos);
  CHECK(File(in_file("   <fastCgi>\n       <application fullPath=\"a\" />\n   </fastCgi>"))
            .appended({pool})
            .find("\n       " + line + "\n   </fastCgi>") != std::string::npos);
}

TEST_CASE("new lines end as the file's lines do") {
  const std::string crlf = replace_all(in_file("        <fastCgi />"), "\n", "\r\n");
  CHECK(File(crlf).appended({with_variable}) ==
        replace_all(File(in_file("        <fastCgi />")).appended({with_variable}), "\n", "\r\n"));
}

TEST_CASE("a file of one line stays a file of one line") {
  const std::string xml =
      "<configuration><system.webServer><fastCgi/></system.webServer></configuration>";
  CHECK(File(xml).appended({with_variable}) ==
        "<configuration><system.webServer><fastCgi><application fullPath=\"x\">"
        "<environmentVariables><environmentVariable name=\"A\" value=\"1\" />"
        "</environmentVariables></application></fastCgi></system.webServer></configuration>");
  CHECK(File("<configuration><system.webServer><fastCgi><application fullPath=\"a\"/></fastCgi>"
             "</system.webServer></configuration>")
            .appended({pool})
            .find("\"a\"/>" + line + "</fastCgi>") != std::string::npos);
}

TEST_CASE("a value is replaced between the quotes that it has") {
  const File file(in_file("<fastCgi a='x' b=\"y\" />"));
  const auto set = [&](const char* name, const char* value) {
    return file.after([&](Patch& patch) { patch.replace_value(*file.section->find(name), value); });
  };
  CHECK(set("a", "it's \"so\"").find("a='it&apos;s \"so\"'") != std::string::npos);
  CHECK(set("b", "it's \"so\"").find("b=\"it's &quot;so&quot;\"") != std::string::npos);
  CHECK(set("b", "a<b>&c\t\r\n").find("b=\"a&lt;b&gt;&amp;c&#x9;&#xD;&#xA;\"") !=
        std::string::npos);
}

TEST_CASE("attributes are put behind the one they follow, in the order they come") {
  const File file(in_file("<fastCgi a='x'\n   b=\"y\"/>"));
  const auto added = file.after([&](Patch& patch) {
    patch.add_attribute(*file.section, file.section->find("a"), "n", "1");
    patch.add_attribute(*file.section, file.section->find("a"), "m", "2");
    patch.add_attribute(*file.section, nullptr, "first", "0");
    patch.add_attribute(*file.section, file.section->find("b"), "last", "&");
  });
  CHECK(added.find("<fastCgi first=\"0\" a='x' n=\"1\" m=\"2\"\n   b=\"y\" last=\"&amp;\"/>") !=
        std::string::npos);
}

TEST_CASE("an attribute and a first child can come to one self-closing tag at once") {
  const File file(in_file("        <fastCgi a=\"x\" />"));
  const auto both = file.after([&](Patch& patch) {
    patch.append(file.section->tag, {}, pool);
    patch.add_attribute(*file.section, file.section->find("a"), "b", "y");
  });
  CHECK(both ==
        in_file("        <fastCgi a=\"x\" b=\"y\">\n            " + line + "\n        </fastCgi>"));
}

TEST_CASE("a child can be put first or behind a sibling") {
  const std::string xml = in_file(
      "        <fastCgi>\n            <application fullPath=\"a\" />\n"
      "            <application fullPath=\"b\" />\n        </fastCgi>");
  const File file(xml);
  const auto insert = [&](const Element* after) {
    return file.after([&](Patch& patch) {
      patch.insert(file.section->tag, file.section->children, after, pool);
    });
  };
  CHECK(insert(nullptr) ==
        replace_all(xml, "<fastCgi>\n", "<fastCgi>\n            " + line + "\n"));
  CHECK(insert(&file.section->children[0]) ==
        replace_all(xml, "\"a\" />\n", "\"a\" />\n            " + line + "\n"));
  CHECK(insert(&file.section->children[1]) ==
        replace_all(xml, "\"b\" />\n", "\"b\" />\n            " + line + "\n"));
}

TEST_CASE("an element goes together with its line, or alone where more stands there") {
  const std::string first = "            <application fullPath=\"a\" />\n";
  const std::string xml = in_file("        <fastCgi>\n" + first +
                                  "<application fullPath=\"b\"/><application fullPath=\"c\"/>\n"
                                  "        </fastCgi>");
  const File file(xml);
  const auto removed = [&](std::size_t child) {
    return file.after([&](Patch& patch) { patch.remove(file.section->children[child].tag); });
  };
  CHECK(removed(0) == replace_all(xml, first, ""));
  CHECK(removed(1) == replace_all(xml, "<application fullPath=\"b\"/>", ""));
  CHECK(removed(2) == replace_all(xml, "<application fullPath=\"c\"/>", ""));
}

TEST_CASE("nothing asked is nothing changed") {
  const File file(in_file("<fastCgi />"));
  CHECK(file.after([](Patch&) {}) == file.source.text());
}
