// A migration as one string of bytes: options, ini, config, and maybe metabase and a second ini.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "plan/inputs.hpp"
#include "plan/options.hpp"

namespace fcgi6to7::test {

/// The parts, in order; 0x1E stands between them, and what is missing at the end is empty. The
/// first holds one character for each choice of Options.
struct MigrateInput {
  enum Part : std::size_t { choices, ini, config, metabase, ini32 };
  static constexpr char separator = '\x1E';

  std::array<std::string, 5> parts;

  static MigrateInput split(std::string_view bytes);
  std::string join() const;
  Inputs inputs() const;
  Options options() const;
};

}  // namespace fcgi6to7::test
