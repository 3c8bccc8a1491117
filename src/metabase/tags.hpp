// The tags of an XML text one after the other, with raw attribute values: one pass and no tree, for
// files of hundreds of megabytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/source.hpp"

namespace fcgi6to7 {

/// An attribute as it stands: nothing decoded, line ends and tabs kept.
struct MetaAttribute {
  std::string_view name;
  Span value;  ///< what stands between the quotes
};

struct MetaTag {
  enum class Kind { start, empty, end };

  Kind kind = Kind::start;
  std::string_view name;
  int depth = 0;  ///< 1: the root element; an end tag has the depth of its start tag
  Span where;     ///< from `<` to the end of the name
  std::vector<MetaAttribute> attributes;
};

/// Why the text cannot be read on.
struct TagFailure {
  std::string_view code;
  Span where;
  std::string phrase;
  std::string hint;
};

/// Walks over a text that has to outlive it. Comments and processing instructions are passed over.
/// Refuses what is not well-formed as far as it matters: tags and values that do not end, end tags
/// that do not fit, a second root, text between tags, a DOCTYPE, entities other than XML's five.
/// An element has at most 10,000 attributes and elements nest at most 64 deep.
class TagScanner {
 public:
  explicit TagScanner(std::string_view text) : text_(text) {}

  /// Fills in the next tag; its memory is used again. False: the end, or a failure.
  bool next(MetaTag& tag);

  const std::optional<TagFailure>& failure() const { return failure_; }

 private:
  struct OpenElement {
    std::string_view name;
    Span where;
  };

  void skip_blanks();
  bool skip(std::string_view start, std::string_view end, std::string_view what);
  bool skip_markup();
  bool read_end_tag(MetaTag& tag);
  bool read_start_tag(MetaTag& tag);
  bool read_attribute(MetaTag& tag);
  bool check_value(const MetaAttribute& attribute);
  bool finish();
  std::string_view read_name();
  bool at(std::string_view token) const { return text_.substr(at_).starts_with(token); }
  bool fail(std::string_view code, Span where, std::string phrase, std::string hint = {});

  std::string_view text_;
  std::size_t at_ = 0;
  bool root_seen_ = false;
  std::vector<OpenElement> open_;
  std::optional<TagFailure> failure_;
};

}  // namespace fcgi6to7
