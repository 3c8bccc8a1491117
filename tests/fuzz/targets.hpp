// What the fuzzers run and the tests replay: one function for each reader, and one for all of it.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace fcgi6to7::test {

/// Each takes any bytes and asserts (as a doctest case) what has to hold for every input.
void fuzz_ini(std::string_view bytes);
void fuzz_config(std::string_view bytes);
void fuzz_metabase(std::string_view bytes);
/// One mapping table: the first line names it, the rest takes the place of the built-in one.
void fuzz_mapping(std::string_view bytes);
void fuzz_schema(std::string_view bytes);
void fuzz_manifest(std::string_view bytes);
void fuzz_pe_version(std::string_view bytes);
/// A whole migration (see migrate_input.hpp), with every law of docs/architecture.md.
void fuzz_migrate(std::string_view bytes);

struct FuzzTarget {
  std::string_view name;  ///< of its folder in testdata/corpus
  void (*run)(std::string_view bytes);
};

inline constexpr std::array<FuzzTarget, 8> fuzz_targets = {{{"ini", fuzz_ini},
                                                            {"config", fuzz_config},
                                                            {"metabase", fuzz_metabase},
                                                            {"mapping", fuzz_mapping},
                                                            {"schema", fuzz_schema},
                                                            {"manifest", fuzz_manifest},
                                                            {"pe_version", fuzz_pe_version},
                                                            {"migrate", fuzz_migrate}}};

}  // namespace fcgi6to7::test
