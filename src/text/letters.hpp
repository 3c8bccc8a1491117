// Letters of UTF-8 text: comparing without case as Windows does, trimming, counting, replacing,
// near misses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fcgi6to7 {

/// The text with upper-case letters made lower: ASCII, Latin, Greek, Cyrillic, Armenian and
/// full-width ones, independent of any locale. Two names are equal without case when their folds
/// are equal.
std::string fold_case(std::string_view text);

bool equal_without_case(std::string_view a, std::string_view b);
bool starts_with_without_case(std::string_view text, std::string_view start);

/// Without blanks, tabs and carriage returns at both ends.
std::string_view trim(std::string_view text);

/// Code points of UTF-8 text.
std::size_t count_characters(std::string_view utf8);
/// How many columns of a terminal the text takes: wide letters of East Asia and emoji take two,
/// marks that combine with the letter before none (Unicode Standard Annex 11).
std::size_t count_columns(std::string_view utf8);

/// Whether XML can hold the text: no control characters but tab and line ends, no U+FFFE and
/// U+FFFF.
bool fits_xml(std::string_view utf8);

/// The candidate nearest to a misspelt word, if one is near enough (a third of its letters).
std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates);

/// The text with every `from`, which is not empty, made `to`.
std::string replaced(std::string text, std::string_view from, std::string_view to);

/// "1 line", "2 lines".
std::string plural(std::uint64_t count, std::string_view word);

/// The value of an unsigned decimal number: digits alone. Nothing for other text and beyond 64
/// bits.
std::optional<unsigned long long> decimal(std::string_view digits);

}  // namespace fcgi6to7
