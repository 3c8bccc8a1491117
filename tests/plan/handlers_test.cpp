// Handler mappings beside those that a config has.
#include "plan/handlers.hpp"

#include "support/migration.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

TEST_CASE("a mapping that takes the path elsewhere is found wherever it stands among others") {
  Options options = options_for("8.5");
  options.handlers = Handlers::types;
  const std::string other =
      "<add name=\"other\" path=\"*.x\" verb=\"*\" modules=\"FastCgiModule\" />";
  const std::string rival =
      "<add name=\"rival\" path=\"*.php\" verb=\"*\" modules=\"FastCgiModule\" "
      "scriptProcessor=\"C:\\other.exe\" />";
  for (const std::string& handlers : {rival, other + rival, other + other + rival + other}) {
    CAPTURE(handlers);
    const Outcome outcome = run(
        pool_with(""), config_with("<fastCgi /><handlers>" + handlers + "</handlers>"), options);
    CHECK(one(outcome, "PLN110").phrase.find("'rival'") != std::string::npos);
  }
}
