// Changes to the config as edits that speak the file's own dialect: line ends, indentation, quotes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "apphost/apphost.hpp"
#include "text/edit.hpp"

namespace fcgi6to7 {

/// An element to write: attributes in the order given.
struct NewElement {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;  ///< name, value (not escaped)
  std::vector<NewElement> children;
};

/// Collects changes to one text, then gives them as sorted edits. Elements are those that
/// read_apphost() found in the same text.
class Patch {
 public:
  Patch(const SourceText& xml, const AppHost& host);

  /// Replaces a value; the attribute must be there.
  void replace_value(const Attribute& attribute, std::string_view value);
  /// Adds an attribute after `after`, or as the first one when that is null.
  void add_attribute(const Element& element, const Attribute* after, std::string_view name,
                     std::string_view value);
  /// Adds a child at the end of the parent, after comments too. `children` are those that the
  /// parent has, as a model for the indentation; they may be left out.
  void append(const Tag& parent, const std::vector<Element>& children, NewElement child);
  /// Adds a child after a sibling, or as the first one when that is null.
  void insert(const Tag& parent, const std::vector<Element>& children, const Element* after,
              NewElement child);
  /// Adds a child behind a sibling that is known by its tag alone.
  void insert_after(const Tag& parent, const Tag& sibling, NewElement child);
  /// Removes an element together with its line, when nothing else stands there.
  void remove(const Tag& element);

  std::vector<Edit> edits() &&;

 private:
  struct Addition {
    std::size_t at = 0;  // where in the text; the parent's `inside` when it closes itself
    std::string indent;  // of the new children
    bool inline_style = false;
    std::vector<NewElement> children;
  };

  // `model` is where a sibling begins whose indentation is taken; npos: there is none.
  void add(const Tag& parent, std::size_t at, std::size_t model, NewElement child);
  void write(const Tag& parent, const Addition& addition);
  std::size_t line_start(std::size_t at) const;
  std::string indent_of(std::size_t begin) const;
  bool first_on_line(std::size_t begin) const;
  std::string newline_near(std::size_t at) const;
  void render(std::string& out, const NewElement& element, const std::string& line_start) const;

  const std::string_view xml_;
  std::string unit_ = "    ";  // one level of indentation
  std::vector<std::size_t> newlines_;
  std::vector<Edit> edits_;
  std::map<std::pair<std::size_t, std::size_t>, std::pair<Tag, Addition>> additions_;
};

/// The text as it stands between double quotes in XML.
std::string escape_attribute(std::string_view value, char quote = '"');

}  // namespace fcgi6to7
