// What HTML reports are made of: escaping, and the frame of a page that needs nothing from outside.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// A file of assets/ as it was when the program was built.
struct Asset {
  std::string_view name;
  std::string_view text;
  std::string_view sha256;  ///< hexadecimal
};
std::span<const Asset> embedded_assets();

/// Text as content or attribute value: markup, quotes and control characters become harmless.
std::string html(std::string_view text);

/// `<code>…</code>`; nothing for an empty text.
std::string html_code(std::string_view text);

/// A word in a coloured label; the word is its CSS class too, so it must be one of ours.
std::string html_tag(std::string_view word);

/// From the doctype to <body>, with a Content-Security-Policy that allows page.css, the further
/// style sheet and the script (none when empty) by their hash, and nothing else: no request leaves
/// the page.
std::string html_begin(std::string_view title, std::string_view style, std::string_view script);
std::string html_end(std::string_view script);

}  // namespace fcgi6to7
