// SHA-256 (FIPS 180-4), to recognise a text that was written earlier.
#pragma once

#include <string>
#include <string_view>

namespace fcgi6to7 {

/// The hash in 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace fcgi6to7
