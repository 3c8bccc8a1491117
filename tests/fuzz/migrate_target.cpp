// The whole tool on any bytes, with all its laws.
#include "fuzz/migrate_input.hpp"
#include "fuzz/targets.hpp"
#include "laws/laws.hpp"

namespace fcgi6to7::test {

MigrateInput MigrateInput::split(std::string_view bytes) {
  MigrateInput input;
  std::size_t at = 0;
  for (std::size_t i = 0; i < input.parts.size() && at <= bytes.size(); ++i) {
    const bool last = i + 1 == input.parts.size();
    const std::size_t end = last ? bytes.size() : std::min(bytes.find(separator, at), bytes.size());
    input.parts[i] = bytes.substr(at, end - at);
    at = end + 1;
  }
  return input;
}

std::string MigrateInput::join() const {
  std::string bytes = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) bytes.append(1, separator).append(parts[i]);
  while (bytes.ends_with(separator)) bytes.pop_back();
  return bytes;
}

Inputs MigrateInput::inputs() const {
  Inputs all;
  all.ini = {"fcgiext.ini", parts[ini]};
  all.config = NamedBytes{"applicationHost.config", parts[config]};
  if (!parts[metabase].empty()) all.metabase = NamedBytes{"MetaBase.xml", parts[metabase]};
  if (!parts[ini32].empty()) all.ini32 = NamedBytes{"fcgiext32.ini", parts[ini32]};
  return all;
}

Options MigrateInput::options() const {
  std::size_t at = 0;
  // Letters rather than numbers: whatever the fuzzer writes there is a choice.
  const auto choose = [&](unsigned n) {
    const std::string& letters = parts[choices];
    return at < letters.size() ? static_cast<unsigned char>(letters[at++]) % n : 0U;
  };
  Options options;
  const auto& targets = built_in_mapping().targets;
  const unsigned target = choose(static_cast<unsigned>(targets.size()) + 1);
  if (target > 0) options.target = targets[target - 1].version;
  options.handlers = static_cast<Handlers>(choose(3));
  options.existing = static_cast<Existing>(choose(3));
  options.defaults = static_cast<Defaults>(choose(2));
  options.range = static_cast<RangePolicy>(choose(2));
  options.collisions = static_cast<Collisions>(choose(3));
  options.repeats = static_cast<Repeats>(choose(3));
  if (const unsigned version = choose(3); version > 0)
    options.source_version = version == 1 ? SourceVersion::v1_0 : SourceVersion::v1_5;
  options.partial = choose(2) == 1;
  options.fix_php_max_requests = choose(2) == 1;
  options.response_buffer_limit = choose(2) == 1;
  options.existing_is_explicit = choose(2) == 1;
  if (choose(2) == 1) options.wildcard_maps.push_back({std::nullopt});
  if (choose(2) == 1) options.replace_paths.push_back({"C:\\PHP", "D:\\PHP8"});
  return options;
}

void fuzz_migrate(std::string_view bytes) {
  const MigrateInput input = MigrateInput::split(bytes);
  check_laws(input.inputs(), input.options());
}

}  // namespace fcgi6to7::test
