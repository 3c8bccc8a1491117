#include "fcgiext/pe_version.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace fcgi6to7 {
namespace {

constexpr std::uint32_t version_resource = 16;  // RT_VERSION
constexpr std::uint32_t high_bit = 0x80000000;
constexpr std::size_t max_sections = 96;   // what the Windows loader takes
constexpr std::size_t max_entries = 4096;  // of a resource directory that is looked through
constexpr std::size_t fixed_info_at = 40;  // after three words and "VS_VERSION_INFO", aligned
constexpr std::uint32_t fixed_info_signature = 0xFEEF04BD;

// Little-endian numbers of a file. What lies outside reads as nothing.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  std::optional<std::uint32_t> number(std::uint64_t at, unsigned size) const {
    if (bytes_.size() < size || at > bytes_.size() - size) return std::nullopt;
    std::uint32_t value = 0;
    for (unsigned i = size; i > 0; --i)
      value = value << 8 | static_cast<unsigned char>(bytes_[static_cast<std::size_t>(at) + i - 1]);
    return value;
  }
  std::optional<std::uint32_t> u16(std::uint64_t at) const { return number(at, 2); }
  std::optional<std::uint32_t> u32(std::uint64_t at) const { return number(at, 4); }

 private:
  std::string_view bytes_;
};

// Where things lie in an image.
struct Image {
  std::uint64_t section_table = 0;
  std::uint32_t sections = 0;
  std::optional<std::uint32_t> resources;  // address of the resource directory
};

std::optional<Image> read_headers(const Bytes& file) {
  if (file.u16(0) != 0x5A4D) return std::nullopt;  // "MZ"
  const auto pe_at = file.u32(0x3C);
  if (!pe_at || file.u32(*pe_at) != 0x00004550) return std::nullopt;  // "PE\0\0"
  const std::uint64_t header = std::uint64_t{*pe_at} + 4;
  const std::uint64_t optional_header = header + 20;
  const auto sections = file.u16(header + 2);
  const auto optional_size = file.u16(header + 16);
  const auto magic = file.u16(optional_header);
  if (!sections || !optional_size || (magic != 0x10B && magic != 0x20B)) return std::nullopt;

  const std::uint64_t directories = optional_header + (magic == 0x20B ? 112 : 96);
  const auto directory_count = file.u32(directories - 4);
  Image image{optional_header + *optional_size, *sections, std::nullopt};
  const bool has_resources = directory_count > 2u && directories + 24 <= image.section_table;
  if (has_resources) image.resources = file.u32(directories + 16);
  return image;
}

// The place in the file of an address in memory.
std::optional<std::uint64_t> file_offset(const Bytes& file, const Image& image,
                                         std::uint32_t address) {
  const std::size_t sections = std::min<std::size_t>(image.sections, max_sections);
  for (std::size_t i = 0; i < sections; ++i) {
    const std::uint64_t row = image.section_table + i * 40;
    const auto begin = file.u32(row + 12), size = file.u32(row + 16), at = file.u32(row + 20);
    if (!at) return std::nullopt;
    if (address >= *begin && address - *begin < *size) return std::uint64_t{*at} + address - *begin;
  }
  return std::nullopt;
}

// The entry of a directory with an id, or its first entry: what the entry points to.
std::optional<std::uint32_t> entry_of(const Bytes& file, std::uint64_t directory,
                                      std::optional<std::uint32_t> id) {
  const auto named = file.u16(directory + 12), numbered = file.u16(directory + 14);
  if (!named || !numbered) return std::nullopt;
  const std::size_t count = std::min<std::size_t>(*named + *numbered, max_entries);
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = file.u32(directory + 16 + i * 8), target = file.u32(directory + 20 + i * 8);
    if (!target) return std::nullopt;
    if (!id || name == id) return target;
  }
  return std::nullopt;
}

// Type, name, language: three levels, of which the version is the first name's first language.
std::optional<std::uint64_t> find_version_data(const Bytes& file, const Image& image) {
  const auto root = image.resources ? file_offset(file, image, *image.resources) : std::nullopt;
  if (!root) return std::nullopt;
  std::uint64_t directory = *root;
  std::optional<std::uint32_t> wanted = version_resource;
  for (int level = 0; level < 2; ++level, wanted.reset()) {
    const auto entry = entry_of(file, directory, wanted);
    if (!entry || (*entry & high_bit) == 0) return std::nullopt;
    directory = *root + (*entry & ~high_bit);
  }
  const auto leaf = entry_of(file, directory, std::nullopt);
  if (!leaf || (*leaf & high_bit) != 0) return std::nullopt;
  const auto address = file.u32(*root + *leaf);
  return address ? file_offset(file, image, *address) : std::nullopt;
}

bool is_version_info(const Bytes& file, std::uint64_t at) {
  constexpr std::string_view key = "VS_VERSION_INFO";
  for (std::size_t i = 0; i < key.size(); ++i)
    if (file.u16(at + 6 + i * 2) != static_cast<unsigned char>(key[i])) return false;
  return file.u32(at + fixed_info_at) == fixed_info_signature;
}

}  // namespace

std::string FileVersion::text() const {
  return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(build) + '.' +
         std::to_string(revision);
}

PeVersion read_pe_version(std::string_view bytes) {
  const Bytes file(bytes);
  const auto image = read_headers(file);
  if (!image) return {std::nullopt, "is not a PE file"};
  const auto at = find_version_data(file, *image);
  if (!at) return {std::nullopt, "has no version resource"};
  if (!is_version_info(file, *at)) return {std::nullopt, "has a damaged version resource"};
  const auto high = file.u32(*at + fixed_info_at + 8), low = file.u32(*at + fixed_info_at + 12);
  if (!high || !low) return {std::nullopt, "has a damaged version resource"};
  return {FileVersion{*high >> 16, *high & 0xFFFF, *low >> 16, *low & 0xFFFF}, {}};
}

}  // namespace fcgi6to7
