#include "plan/unmatched.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const std::string sites =
    "<system.applicationHost><sites><site name=\"Default Web Site\" id=\"1\" />"
    "<site name=\"shop\" id=\"1234\" /></sites></system.applicationHost>\n    <system.webServer>\n";

// What is said of names that lead nowhere: severity, phrase and hint.
std::string said(void (*choose)(Options&)) {
  Options options = options_for("8.5");
  choose(options);
  const Outcome outcome =
      run(pool_with("IdleTimeout=5"), replace_all(config_with(), "    <system.webServer>\n", sites),
          options);
  std::string text;
  for (const Diagnostic& finding : found(outcome, "PLN073"))
    text += std::string(to_string(finding.severity)) + ": " + finding.phrase + " / " +
            finding.hint + "\n";
  return text;
}

constexpr const char* elsewhere = "Correct the name, unless it is meant for another server\n";

}  // namespace

TEST_CASE("options whose names are known say nothing, in any case of letters") {
  CHECK(said([](Options& o) {
          o.skip_pools = {"php"};
          o.skip_settings = {"IDLETIMEOUT"};
          o.sites = {{"7", "SHOP"}};
          o.wildcard_maps = {{std::nullopt}, {"1"}, {"1234"}, {"7"}};
        }).empty());
}

TEST_CASE("a name near to a known one is a warning, any other a note") {
  CHECK(said([](Options& o) { o.skip_pools = {"PHPP"}; }) ==
        "warning: --skip-pool 'PHPP' names no section of the fcgiext.ini / Did you mean 'PHP'?\n");
  CHECK(said([](Options& o) { o.skip_pools = {"Perl"}; }) ==
        std::string("note: --skip-pool 'Perl' names no section of the fcgiext.ini / ") + elsewhere);
  CHECK(said([](Options& o) { o.skip_settings = {"IdelTimeout"}; }) ==
        "warning: --skip-setting 'IdelTimeout' names no setting of a process pool / "
        "Did you mean 'IdleTimeout'?\n");
  CHECK(said([](Options& o) {
          o.sites = {{"7", "shopp"}};
        }) == "warning: --site 7: 'shopp' names no site of the config / Did you mean 'shop'?\n");
}

TEST_CASE("a wildcard map of a site that is not there is told, whatever comes of the rest") {
  CHECK(said([](Options& o) { o.wildcard_maps = {{"9"}}; }) ==
        std::string("note: --wildcard-map '9' names no site id of the config / ") + elsewhere);
  CHECK(said([](Options& o) {
          o.wildcard_maps = {{"1235"}, {"1"}};
        }) ==
        "warning: --wildcard-map '1235' names no site id of the config / Did you mean '1234'?\n");
}
