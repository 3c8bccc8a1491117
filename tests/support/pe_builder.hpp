// Small Windows images made in memory, with or without a version.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "fcgiext/pe_version.hpp"

namespace fcgi6to7::test {

struct PeImage {
  bool wide = false;                   ///< PE32+
  std::optional<FileVersion> version;  ///< nothing: resources without VERSIONINFO
  bool resources = true;               ///< has a resource directory at all
  unsigned other_types = 1;            ///< resource types that stand before the version
};

/// Offsets of interest in what build_pe() makes.
struct PeLayout {
  static constexpr std::size_t pe_header = 0x80;
  static constexpr std::size_t resources = 0x200;  ///< in the file; in memory at 0x3000
  static constexpr std::size_t address = 0x3000;
  static constexpr std::size_t name_directory = resources + 0x100;
  static constexpr std::size_t language_directory = resources + 0x120;
  static constexpr std::size_t data_entry = resources + 0x140;
  static constexpr std::size_t version_info = resources + 0x160;
  static constexpr std::size_t end = resources + 0x200;
};

inline void put(std::string& bytes, std::size_t at, std::uint32_t value, unsigned size) {
  for (unsigned i = 0; i < size; ++i) bytes[at + i] = static_cast<char>(value >> (8 * i));
}

inline void put_version_info(std::string& bytes, const FileVersion& version) {
  constexpr std::size_t at = PeLayout::version_info;
  put(bytes, at, 92, 2);
  put(bytes, at + 2, 52, 2);
  const std::string key = "VS_VERSION_INFO";
  for (std::size_t i = 0; i < key.size(); ++i)
    put(bytes, at + 6 + i * 2, static_cast<std::uint32_t>(key[i]), 2);
  put(bytes, at + 40, 0xFEEF04BD, 4);
  put(bytes, at + 44, 0x00010000, 4);
  put(bytes, at + 48, version.major << 16 | version.minor, 4);
  put(bytes, at + 52, version.build << 16 | version.revision, 4);
  put(bytes, at + 56, 0x00630063, 4);  // the product's version, which is not the file's
}

inline void put_resources(std::string& bytes, const PeImage& image) {
  using Layout = PeLayout;
  constexpr std::uint32_t subdirectory = 0x80000000;
  const unsigned types = image.other_types + (image.version ? 1 : 0);
  put(bytes, Layout::resources + 14, types, 2);
  for (unsigned i = 0; i < types; ++i) {
    const bool is_version = i == image.other_types;
    put(bytes, Layout::resources + 16 + i * 8, is_version ? 16 : i + 1, 4);
    put(bytes, Layout::resources + 20 + i * 8, is_version ? subdirectory | 0x100 : 0, 4);
  }
  put(bytes, Layout::name_directory + 14, 1, 2);
  put(bytes, Layout::name_directory + 16, 1, 4);
  put(bytes, Layout::name_directory + 20, subdirectory | 0x120, 4);
  put(bytes, Layout::language_directory + 14, 1, 2);
  put(bytes, Layout::language_directory + 16, 0x409, 4);
  put(bytes, Layout::language_directory + 20, 0x140, 4);
  put(bytes, Layout::data_entry, Layout::address + 0x160, 4);
  put(bytes, Layout::data_entry + 4, 92, 4);
  if (image.version) put_version_info(bytes, *image.version);
}

/// The bytes of an image with two sections, the second of which holds the resources.
inline std::string build_pe(const PeImage& image) {
  using Layout = PeLayout;
  std::string bytes(Layout::end, '\0');
  put(bytes, 0, 0x5A4D, 2);
  put(bytes, 0x3C, Layout::pe_header, 4);
  put(bytes, Layout::pe_header, 0x00004550, 4);
  const std::size_t header = Layout::pe_header + 4;
  const std::size_t optional_header = header + 20;
  const std::size_t directories = optional_header + (image.wide ? 112 : 96);
  const std::size_t sections = directories + 4 * 8;
  put(bytes, header, image.wide ? 0x8664 : 0x014C, 2);
  put(bytes, header + 2, 2, 2);
  put(bytes, header + 16, static_cast<std::uint32_t>(sections - optional_header), 2);
  put(bytes, optional_header, image.wide ? 0x20B : 0x10B, 2);
  put(bytes, directories - 4, 4, 4);
  if (image.resources) {
    put(bytes, directories + 16, Layout::address, 4);
    put(bytes, directories + 20, 0x200, 4);
  }
  put(bytes, sections + 12, 0x1000, 4);  // no bytes in the file
  put(bytes, sections + 40 + 12, Layout::address, 4);
  put(bytes, sections + 40 + 16, 0x200, 4);
  put(bytes, sections + 40 + 20, Layout::resources, 4);
  put_resources(bytes, image);
  return bytes;
}

}  // namespace fcgi6to7::test
