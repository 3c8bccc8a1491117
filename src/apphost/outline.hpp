// Where the tags of an XML text stand, in document order; and whether it is well-formed.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// One element: four offsets into the text, and where the next one outside it stands. Texts are far
/// below 4 GB (max_file_size), and a large one has millions of tags.
struct Tag {
  std::uint32_t begin = 0;   ///< its '<'
  std::uint32_t inside = 0;  ///< after the '>' of its start tag
  std::uint32_t close = 0;   ///< the '<' of its end tag; `inside` when the tag closes itself
  std::uint32_t end = 0;     ///< after the element
  std::uint32_t next = 0;    ///< index of the first tag after this element

  bool self_closing() const { return close == end; }
};

/// An attribute as it stands in a tag. Spans are bytes of the text.
struct RawAttribute {
  Span name;
  Span value;  ///< between its quotes
};

/// The tags of the text; those inside the elements at the path `sealed` ("configuration/a/b") are
/// checked and left out.
/// Reports what a reader of XML has to refuse and pugixml lets pass:
/// doubled attributes, a second root, text around the root, '<' in values, undefined entities,
/// document types, control characters, another declared encoding, nesting beyond 256 levels.
/// After an error the result is empty.
std::vector<Tag> scan_outline(const SourceText& xml, Diagnostics& diagnostics,
                              std::string_view sealed = {});

/// The name of the tag that begins at an offset.
std::string_view tag_name(std::string_view xml, std::size_t begin);

/// The attributes of a tag that scan_outline() accepted, in place of what the list held.
void scan_attributes(std::string_view xml, const Tag& tag, std::vector<RawAttribute>& attributes);

}  // namespace fcgi6to7
