// Fingerprints of texts: stable on every machine, cheap, good to notice a change (not an attack).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace fcgi6to7 {

struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  /// 32 hexadecimal digits.
  std::string text() const;
  friend auto operator<=>(const Fingerprint&, const Fingerprint&) = default;
};

/// MurmurHash3, 128 bits (Austin Appleby, public domain), with seed 0.
Fingerprint fingerprint(std::string_view text);

/// The fingerprint of several texts in order; where one ends counts.
class Fingerprinter {
 public:
  void add(std::string_view text);
  Fingerprint result() const { return fingerprint(prints_); }

 private:
  std::string prints_;
};

}  // namespace fcgi6to7
