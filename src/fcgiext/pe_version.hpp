// The file version of a Windows program (fcgiext.dll), read from its bytes on any system.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace fcgi6to7 {

/// The four numbers of a file version, each from 0 to 65535.
struct FileVersion {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned build = 0;
  unsigned revision = 0;

  /// "7.5.7600.14294"
  std::string text() const;
  friend auto operator<=>(const FileVersion&, const FileVersion&) = default;
};

struct PeVersion {
  std::optional<FileVersion> version;
  std::string problem;  ///< when there is no version: "is not a PE file", "has no version resource"
};

/// Reads the fixed part of VERSIONINFO of a 32- or 64-bit image (Microsoft, "PE Format" and
/// "VS_FIXEDFILEINFO"). Any bytes may be given; work and memory are bounded.
PeVersion read_pe_version(std::string_view bytes);

}  // namespace fcgi6to7
