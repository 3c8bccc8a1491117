#include "apphost/patch.hpp"

#include <algorithm>

namespace fcgi6to7 {
namespace {

constexpr std::string_view blanks = " \t\r\n";

// Where a tag's last attribute (or its name) ends.
std::size_t end_of_attributes(std::string_view xml, const Tag& tag) {
  const std::size_t before_end = tag.inside - (tag.self_closing() ? 3 : 2);
  return xml.find_last_not_of(blanks, before_end) + 1;
}

// What stands for a character between these quotes; empty: it stands for itself.
std::string_view entity_of(char c, char quote) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
    case '\'':
      return c != quote ? "" : c == '"' ? "&quot;" : "&apos;";
    case '\t':
      return "&#x9;";
    case '\n':
      return "&#xA;";
    case '\r':
      return "&#xD;";
    default:
      return {};
  }
}

}  // namespace

std::string escape_attribute(std::string_view value, char quote) {
  std::string out;
  for (const char c : value)
    if (const std::string_view entity = entity_of(c, quote); !entity.empty())
      out += entity;
    else
      out += c;
  return out;
}

Patch::Patch(const SourceText& xml, const AppHost& host) : xml_(xml.text()) {
  for (std::size_t at = xml_.find('\n'); at != xml_.npos; at = xml_.find('\n', at + 1))
    newlines_.push_back(at);
  const std::size_t first_child = xml_.find('<', host.root.inside);
  if (first_child < host.root.close && first_on_line(first_child))
    if (const std::string indent = indent_of(first_child); !indent.empty()) unit_ = indent;
}

std::size_t Patch::line_start(std::size_t at) const {
  const auto next = std::lower_bound(newlines_.begin(), newlines_.end(), at);
  return next == newlines_.begin() ? 0 : *(next - 1) + 1;
}

bool Patch::first_on_line(std::size_t begin) const {
  const std::size_t line = line_start(begin);
  if (newlines_.empty()) return false;  // all is one line
  return xml_.find_first_not_of(" \t", line) == begin;
}

std::string Patch::indent_of(std::size_t begin) const {
  const std::size_t line = line_start(begin);
  const std::size_t text = xml_.find_first_not_of(" \t", line);
  return std::string(xml_.substr(line, std::min(text, begin) - line));
}

std::string Patch::newline_near(std::size_t at) const {
  if (newlines_.empty()) return "\r\n";
  const auto next = std::lower_bound(newlines_.begin(), newlines_.end(), at);
  const std::size_t newline = next == newlines_.end() ? newlines_.back() : *next;
  return newline == 0 || xml_[newline - 1] != '\r' ? "\n" : "\r\n";
}

void Patch::replace_value(const Attribute& attribute, std::string_view value) {
  const char quote = xml_[attribute.value_at.begin - 1];
  edits_.push_back({attribute.value_at, escape_attribute(value, quote)});
}

void Patch::add_attribute(const Element& element, const Attribute* after, std::string_view name,
                          std::string_view value) {
  const std::size_t at =
      after ? after->value_at.end + 1 : element.tag.begin + 1 + element.name.size();
  std::string text = " ";
  edits_.push_back(
      {{at, at}, text.append(name).append("=\"").append(escape_attribute(value)).append("\"")});
}

void Patch::append(const Tag& parent, const std::vector<Element>& children, NewElement child) {
  const std::size_t content_end = xml_.find_last_not_of(blanks, parent.close - 1) + 1;
  add(parent, parent.self_closing() ? parent.inside : content_end,
      children.empty() ? xml_.npos : children.back().tag.begin, std::move(child));
}

void Patch::insert(const Tag& parent, const std::vector<Element>& children, const Element* after,
                   NewElement child) {
  if (after) return insert_after(parent, after->tag, std::move(child));
  add(parent, parent.inside, children.empty() ? xml_.npos : children.front().tag.begin,
      std::move(child));
}

void Patch::insert_after(const Tag& parent, const Tag& sibling, NewElement child) {
  add(parent, sibling.end, sibling.begin, std::move(child));
}

void Patch::add(const Tag& parent, std::size_t at, std::size_t model, NewElement child) {
  const auto [entry, is_new] = additions_.try_emplace({parent.begin, at});
  auto& [tag, addition] = entry->second;
  if (is_new) {
    tag = parent;
    addition.at = at;
    addition.inline_style = !first_on_line(model == xml_.npos ? parent.begin : model);
    addition.indent = model == xml_.npos ? indent_of(parent.begin) + unit_ : indent_of(model);
  }
  addition.children.push_back(std::move(child));
}

void Patch::render(std::string& out, const NewElement& element,
                   const std::string& line_start) const {
  out.append(line_start).append("<").append(element.name);
  for (const auto& [name, value] : element.attributes)
    out.append(" ").append(name).append("=\"").append(escape_attribute(value)).append("\"");
  if (element.children.empty()) {
    out.append(" />");
    return;
  }
  out.append(">");
  const std::string deeper = line_start.empty() ? "" : line_start + unit_;
  for (const NewElement& child : element.children) render(out, child, deeper);
  out.append(line_start).append("</").append(element.name).append(">");
}

void Patch::write(const Tag& parent, const Addition& addition) {
  const std::string newline = addition.inline_style ? "" : newline_near(parent.begin);
  const std::string line_start = addition.inline_style ? "" : newline + addition.indent;
  const std::string closing_line = addition.inline_style ? "" : newline + indent_of(parent.begin);
  std::string text;
  for (const NewElement& child : addition.children) render(text, child, line_start);
  if (parent.self_closing()) {
    const std::size_t from = end_of_attributes(xml_, parent);
    const std::string name(tag_name(xml_, parent.begin));
    edits_.push_back({{from, parent.inside}, ">" + text + closing_line + "</" + name + ">"});
    return;
  }
  const bool closes_on_own_line =
      xml_.substr(addition.at, parent.close - addition.at).find('\n') != xml_.npos;
  edits_.push_back({{addition.at, addition.at}, text + (closes_on_own_line ? "" : closing_line)});
}

void Patch::remove(const Tag& element) {
  Span span{element.begin, element.end};
  const std::size_t newline = xml_.find('\n', element.end);
  const bool alone = first_on_line(element.begin) && newline != xml_.npos &&
                     xml_.find_first_not_of(" \t\r", element.end) == newline;
  if (alone) span = {xml_.rfind('\n', element.begin) + 1, newline + 1};
  edits_.push_back({span, ""});
}

std::vector<Edit> Patch::edits() && {
  for (const auto& [place, addition] : additions_) write(addition.first, addition.second);
  sort_edits(edits_);
  return std::move(edits_);
}

}  // namespace fcgi6to7
