#include "fcgiext/pe_version.hpp"

#include <doctest/doctest.h>

#include <random>

#include "support/pe_builder.hpp"

using namespace fcgi6to7;
using namespace fcgi6to7::test;

namespace {

const FileVersion some_version{7, 5, 7600, 14294};

std::string with(std::string bytes, std::size_t at, std::uint32_t value, unsigned size = 4) {
  put(bytes, at, value, size);
  return bytes;
}

}  // namespace

TEST_CASE("the file version is read from 32- and 64-bit images") {
  for (const bool wide : {false, true})
    for (const unsigned others : {0u, 5u}) {
      const PeVersion found = read_pe_version(build_pe({wide, some_version, true, others}));
      REQUIRE(found.version);
      CHECK(*found.version == some_version);
      CHECK(found.version->text() == "7.5.7600.14294");
      CHECK(found.problem.empty());
    }
}

TEST_CASE("file versions are ordered by their numbers") {
  CHECK(FileVersion{6, 0, 9999, 0} < FileVersion{7, 0, 0, 0});
  CHECK(FileVersion{7, 5, 10, 0} > FileVersion{7, 5, 9, 65535});
}

TEST_CASE("an image without a version says so") {
  for (const bool wide : {false, true}) {
    CHECK(read_pe_version(build_pe({wide, std::nullopt, true, 1})).problem ==
          "has no version resource");
    CHECK(read_pe_version(build_pe({wide, some_version, false, 1})).problem ==
          "has no version resource");
  }
}

TEST_CASE("what is not a PE file says so") {
  const std::string image = build_pe({false, some_version, true, 1});
  for (const std::string& bytes :
       {std::string(), std::string("MZ"), std::string("[Types]\r\nphp=PHP\r\n"),
        with(image, 0, 0x4142, 2), with(image, PeLayout::pe_header, 0x454E, 4),
        with(image, 0x3C, 0xFFFFFFFF), with(image, 0x3C, 0xFFFFFFF0),
        with(image, PeLayout::pe_header + 24, 0x107, 2)})
    CHECK(read_pe_version(bytes).problem == "is not a PE file");
}

TEST_CASE("a version resource that is not one says so") {
  const std::string image = build_pe({false, some_version, true, 1});
  CHECK(read_pe_version(with(image, PeLayout::version_info + 40, 0)).problem ==
        "has a damaged version resource");
  CHECK(read_pe_version(with(image, PeLayout::version_info + 6, 'X', 2)).problem ==
        "has a damaged version resource");
}

TEST_CASE("an image cut anywhere has no version or the right one") {
  for (const bool wide : {false, true}) {
    const std::string image = build_pe({wide, some_version, true, 2});
    constexpr std::size_t needed = PeLayout::version_info + 40 + 16;
    for (std::size_t size = 0; size <= image.size(); ++size) {
      // A copy of its own size, so that reading past the end is seen.
      const PeVersion found = read_pe_version(std::string(image.substr(0, size)));
      CHECK(found.version.has_value() == (size >= needed));
      CHECK(found.version.has_value() == found.problem.empty());
    }
  }
}

TEST_CASE("offsets that point outside or in circles end in no version") {
  const std::string image = build_pe({false, some_version, true, 1});
  const std::size_t type_entry = PeLayout::resources + 20 + 8;
  for (const std::uint32_t value : {0xFFFFFFFFu, 0x7FFFFFFFu, 0x80000000u, 0x00000000u}) {
    CAPTURE(value);
    CHECK_FALSE(read_pe_version(with(image, type_entry, value)).version);
    CHECK_FALSE(read_pe_version(with(image, PeLayout::name_directory + 20, value)).version);
    CHECK_FALSE(read_pe_version(with(image, PeLayout::language_directory + 20, value)).version);
    CHECK_FALSE(read_pe_version(with(image, PeLayout::data_entry, value)).version);
  }
  CHECK_FALSE(read_pe_version(with(image, PeLayout::name_directory + 14, 0, 2)).version);
  // Data where a directory must be, and the other way round.
  CHECK_FALSE(read_pe_version(with(image, type_entry, 0x100)).version);
  CHECK_FALSE(read_pe_version(with(image, PeLayout::name_directory + 20, 0x120)).version);
  CHECK_FALSE(read_pe_version(with(image, PeLayout::language_directory + 20, 0x80000140)).version);
}

TEST_CASE("a version past the end of the section table's bytes is not read") {
  const std::string image = build_pe({false, some_version, true, 1});
  const std::size_t optional_header = PeLayout::pe_header + 24;
  const std::size_t second_section = optional_header + 96 + 32 + 40;
  CHECK_FALSE(read_pe_version(with(image, second_section + 16, 0x100)).version);  // its size
  CHECK_FALSE(read_pe_version(with(image, second_section + 20, 0xFFFFFF00)).version);
  CHECK_FALSE(read_pe_version(with(image, PeLayout::pe_header + 6, 1, 2)).version);  // one section
  CHECK_FALSE(read_pe_version(with(image, optional_header + 92, 2)).version);  // two directories
}

TEST_CASE("bytes changed at random are read without harm") {
  std::mt19937 random(3);
  for (const bool wide : {false, true}) {
    const std::string image = build_pe({wide, some_version, true, 3});
    for (int round = 0; round < 5000; ++round) {
      std::string bytes = image;
      for (int i = 0; i < 4; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
      const PeVersion found = read_pe_version(bytes);
      CHECK(found.version.has_value() == found.problem.empty());
    }
  }
}
