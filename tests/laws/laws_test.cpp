// The laws on thousands of random and hostile inputs, and on every pair of the corpora.
#include "laws/laws.hpp"

#include "laws/random_inputs.hpp"
#include "support/shared_files.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

std::string shown(const Options& options) {
  std::string text = "target " + options.target.value_or("auto");
  text += " existing " + std::to_string(static_cast<int>(options.existing));
  text += " defaults " + std::to_string(static_cast<int>(options.defaults));
  text += " range " + std::to_string(static_cast<int>(options.range));
  text += " collisions " + std::to_string(static_cast<int>(options.collisions));
  text += " repeats " + std::to_string(static_cast<int>(options.repeats));
  text += " handlers " + std::to_string(static_cast<int>(options.handlers));
  text += " partial " + std::to_string(options.partial) + " fix " +
          std::to_string(options.fix_php_max_requests) + " limit " +
          std::to_string(options.response_buffer_limit);
  return text;
}

}  // namespace

TEST_CASE("the laws hold on thousands of random and hostile inputs") {
  constexpr unsigned rounds = 3000;
  unsigned written = 0;
  for (unsigned seed = 1; seed <= rounds; ++seed) {
    RandomInputs random(seed);
    const Inputs inputs = random.inputs();
    const Options options = random.options();
    INFO("seed ", seed, ", ", shown(options), "\n", inputs.ini.bytes, "\n----\n",
         inputs.ini32 ? inputs.ini32->bytes : std::string(), "\n----\n", inputs.config->bytes);
    if (check_laws(inputs, options)) ++written;
  }
  MESSAGE("written: ", written, " of ", rounds);
  CHECK(written > rounds / 3);
}

TEST_CASE("the laws hold on every pair of the corpora with every target") {
  const auto configs = shared_files("corpus/apphost", ".config");
  std::vector<NamedBytes> inis;
  for (const auto& path : shared_files("corpus/ini", ".ini"))
    inis.push_back({path.filename().string(), text_of(path)});
  std::size_t turn = 0;
  for (const auto& path : configs) {
    const std::string config = text_of(path);
    for (const NamedBytes& ini : inis) {
      const TargetSchema& target =
          built_in_mapping().targets[turn++ % built_in_mapping().targets.size()];
      Options options = options_for(target.version, turn % 3 == 0 ? "1.5" : "");
      options.partial = turn % 2 == 0;
      options.collisions = turn % 5 == 0 ? Collisions::separate : Collisions::refuse;
      options.handlers = turn % 4 == 0 ? Handlers::types : Handlers::off;
      Inputs inputs = inputs_of(ini.bytes, config);
      INFO(ini.name, " x ", path.filename().string(), ", ", shown(options));
      check_laws(inputs, options);
    }
  }
}
