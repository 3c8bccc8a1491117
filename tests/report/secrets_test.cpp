#include "report/secrets.hpp"

#include <doctest/doctest.h>

namespace fcgi6to7 {
namespace {

std::string masked(std::string_view text) {
  return Masker(Plan{}).mask(text);
}

TEST_CASE("names of secrets are known in any case, and other names are left alone") {
  for (const char* name : {"DB_PASSWORD", "clientSecret", "API_KEY", "AuthToken", "validationKey",
                           "mysql.password", "DB_PWD", "ADMIN_PASS"})
    CHECK_MESSAGE(names_secret(name), name);
  for (const char* name : {"key", "PATH", "PHPRC", "publicKeyToken", "PWD", "monkey", "name"})
    CHECK_MESSAGE(!names_secret(name), name);
}

TEST_CASE("attributes with a secret's name, and values beside such a name, are masked") {
  CHECK(masked("<pool userName=\"x\" password=\"p&quot;1\"/>") ==
        "<pool userName=\"x\" password=\"***\"/>");
  CHECK(masked("<v name=\"DB_TOKEN\" value=\"1\"/>") == "<v name=\"DB_TOKEN\" value=\"***\"/>");
  CHECK(masked("<v value='1'\n+ name='DB_TOKEN'/>") == "<v value='***'\n+ name='DB_TOKEN'/>");
  CHECK(masked("<add key=\"SmtpPassword\" value=\"1\"/>") ==
        "<add key=\"SmtpPassword\" value=\"***\"/>");
  CHECK(masked("<v name=\"MODE\" value=\"1\"/>") == "<v name=\"MODE\" value=\"1\"/>");
}

TEST_CASE("a quote that a diff cuts off does not turn inside and outside round") {
  CHECK(masked("cut\" />\n <pool password=\"x1\"/>") == "cut\" />\n <pool password=\"***\"/>");
  CHECK(masked(" a=\"cut\n <pool password=\"x1\"/>") == " a=\"cut\n <pool password=\"***\"/>");
}

TEST_CASE("encrypted values, variables of the ini and connection strings are masked") {
  CHECK(masked("a [enc:Aes:Zm9v:enc] b") == "a *** b");
  CHECK(masked("A:1,DB_PASSWORD:two words,B:2") == "A:1,DB_PASSWORD:***,B:2");
  CHECK(masked("value=\"Server=x;Password=abc;Database=y\"") ==
        "value=\"Server=x;Password=***;Database=y\"");
  CHECK(masked("TOKEN: is too long") == "TOKEN: is too long");
}

TEST_CASE("the value of a secret is masked wherever it stands again, as XML too") {
  Plan plan;
  Change change;
  change.attribute = "environmentVariables/DB_PASSWORD";
  change.after = "horse&cart";
  plan.applications.emplace_back().changes.push_back(change);
  Masker masker(plan);
  CHECK(masker.mask("'horse&cart' is bad") == "'***' is bad");
  CHECK(masker.mask("x=\"horse&amp;cart\"") == "x=\"***\"");
  CHECK(masker.mask("horse") == "horse");
  CHECK(masker.has_masked());
}

TEST_CASE("a long secret is masked to its end") {
  Masker masker{Plan{}};
  const std::string secret = std::string(64, 'a') + "the rest";
  masker.add(secret);
  CHECK(masker.mask("x \"" + secret + "\" y") == "x \"***\" y");
}

}  // namespace
}  // namespace fcgi6to7
