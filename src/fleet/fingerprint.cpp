#include "fleet/fingerprint.hpp"

#include <bit>
#include <cstddef>

namespace fcgi6to7 {
namespace {

constexpr std::uint64_t c1 = 0x87c37b91114253d5;
constexpr std::uint64_t c2 = 0x4cf5ad432745937f;

// Up to eight bytes, the first one lowest, on every machine.
std::uint64_t number_at(std::string_view text, std::size_t at, std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count; ++i)
    number |= std::uint64_t{static_cast<unsigned char>(text[at + i])} << (8 * i);
  return number;
}

std::uint64_t eight_at(const char* at) {
  const auto byte = [&](int i) {
    return std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
  };
  return byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7);
}

std::uint64_t finished(std::uint64_t k) {
  k ^= k >> 33;
  k *= 0xff51afd7ed558ccd;
  k ^= k >> 33;
  k *= 0xc4ceb9fe1a85ec53;
  return k ^ k >> 33;
}

}  // namespace

Fingerprint fingerprint(std::string_view text) {
  std::uint64_t h1 = 0, h2 = 0;
  std::size_t at = 0;
  for (; at + 16 <= text.size(); at += 16) {
    h1 ^= std::rotl(eight_at(text.data() + at) * c1, 31) * c2;
    h1 = (std::rotl(h1, 27) + h2) * 5 + 0x52dce729;
    h2 ^= std::rotl(eight_at(text.data() + at + 8) * c2, 33) * c1;
    h2 = (std::rotl(h2, 31) + h1) * 5 + 0x38495ab5;
  }
  const std::size_t rest = text.size() - at;
  if (rest > 8) h2 ^= std::rotl(number_at(text, at + 8, rest - 8) * c2, 33) * c1;
  if (rest > 0) h1 ^= std::rotl(number_at(text, at, rest < 8 ? rest : 8) * c1, 31) * c2;
  h1 ^= text.size();
  h2 ^= text.size();
  h1 += h2;
  h2 += h1;
  h1 = finished(h1);
  h2 = finished(h2);
  h1 += h2;
  return {h1, h2 + h1};
}

std::string Fingerprint::text() const {
  std::string hex;
  for (const std::uint64_t word : {high, low})
    for (int shift = 60; shift >= 0; shift -= 4) hex += "0123456789abcdef"[word >> shift & 15];
  return hex;
}

void Fingerprinter::add(std::string_view text) {
  const Fingerprint print = fingerprint(text);
  for (const std::uint64_t word : {print.high, print.low})
    for (int shift = 0; shift < 64; shift += 8) prints_ += static_cast<char>(word >> shift & 0xFF);
}

}  // namespace fcgi6to7
