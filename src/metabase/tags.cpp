#include "metabase/tags.hpp"

#include <algorithm>

#include "metabase/values.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t most_attributes = 10000;
constexpr std::size_t deepest_nesting = 64;
constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view restore_hint =
    "Copy the file from the server again, or take one from its history folder "
    "(%windir%\\system32\\inetsrv\\History)";

bool is_blank(char c) {
  return blanks.find(c) != std::string_view::npos;
}

}  // namespace

bool TagScanner::next(MetaTag& tag) {
  if (failure_) return false;
  tag.attributes.clear();
  while (true) {
    skip_blanks();
    if (at_ == text_.size()) return finish();
    if (text_[at_] != '<') {
      const std::size_t line_end = std::min(text_.find_first_of("<\r\n", at_), text_.size());
      if (!root_seen_)
        return fail("MTB001", {at_, line_end}, "the file does not begin as XML does",
                    "Name the MetaBase.xml of the IIS 6 server");
      return fail("MTB002", {at_, line_end}, "text stands where a tag is expected",
                  std::string(restore_hint));
    }
    if (at("</")) return read_end_tag(tag);
    if (!at("<?") && !at("<!")) return read_start_tag(tag);
    if (!skip_markup()) return false;
  }
}

// A comment or a processing instruction.
bool TagScanner::skip_markup() {
  if (at("<?")) return skip("<?", "?>", "processing instruction");
  if (at("<!--")) return skip("<!--", "-->", "comment");
  if (at("<!DOCTYPE"))
    return fail("MTB003", {at_, at_ + 9}, "a DOCTYPE stands in the file",
                "Take it out: no metabase has one, and it could redefine what the file says");
  return fail("MTB002", {at_, at_ + 2}, "this markup does not belong into a metabase",
              std::string(restore_hint));
}

bool TagScanner::skip(std::string_view start, std::string_view end, std::string_view what) {
  const std::size_t found = text_.find(end, at_ + start.size());
  if (found == std::string_view::npos)
    return fail("MTB002", {at_, at_ + start.size()}, "a " + std::string(what) + " has no end",
                std::string(restore_hint));
  at_ = found + end.size();
  return true;
}

bool TagScanner::read_end_tag(MetaTag& tag) {
  const std::size_t begin = at_;
  at_ += 2;
  tag.kind = MetaTag::Kind::end;
  tag.name = read_name();
  tag.where = {begin, at_};
  skip_blanks();
  if (!at(">"))
    return fail("MTB002", tag.where, "the end tag of " + shortened(tag.name) + " has no >",
                std::string(restore_hint));
  ++at_;
  if (open_.empty() || open_.back().name != tag.name)
    return fail("MTB002", tag.where,
                open_.empty() ? "an end tag stands without its start tag"
                              : "the end tag of " + shortened(open_.back().name) +
                                    " is expected, not that of " + shortened(tag.name),
                std::string(restore_hint));
  tag.depth = static_cast<int>(open_.size());
  open_.pop_back();
  return true;
}

bool TagScanner::read_start_tag(MetaTag& tag) {
  const std::size_t begin = at_;
  ++at_;
  tag.kind = MetaTag::Kind::start;
  tag.name = read_name();
  tag.where = {begin, at_};
  tag.depth = static_cast<int>(open_.size()) + 1;
  if (tag.name.empty())
    return fail("MTB002", {begin, begin}, "a < is not followed by a name",
                std::string(restore_hint));
  if (open_.empty() && root_seen_)
    return fail("MTB002", tag.where, "a second root element stands in the file",
                std::string(restore_hint));
  root_seen_ = true;
  while (true) {
    skip_blanks();
    if (at(">")) break;
    if (at("/>")) {
      tag.kind = MetaTag::Kind::empty;
      at_ += 2;
      return true;
    }
    if (!read_attribute(tag)) return false;
  }
  ++at_;
  if (open_.size() == deepest_nesting)
    return fail("MTB002", tag.where, "elements are nested more than 64 deep",
                "Name the MetaBase.xml of the IIS 6 server");
  open_.push_back({tag.name, tag.where});
  return true;
}

bool TagScanner::read_attribute(MetaTag& tag) {
  const std::size_t begin = at_;
  MetaAttribute attribute;
  attribute.name = read_name();
  const Span where{begin, std::max(at_, std::min(begin + 1, text_.size()))};
  skip_blanks();
  if (attribute.name.empty() || !at("="))
    return fail("MTB002", at_ == text_.size() ? tag.where : where,
                at_ == text_.size() ? "the tag " + shortened(tag.name) + " has no end"
                                    : "an attribute like Name=\"value\" is expected here",
                std::string(restore_hint));
  ++at_;
  skip_blanks();
  if (!at("\"") && !at("'"))
    return fail("MTB002", where, "the value of " + shortened(attribute.name) + " has no quotes",
                std::string(restore_hint));
  const std::size_t open = at_++;
  const std::size_t close = text_.find(text_[open], at_);
  attribute.value = {at_, std::min(close, text_.size())};
  if (close == std::string_view::npos)
    return fail("MTB002", where,
                "the value of " + shortened(attribute.name) + " has no closing quote",
                std::string(restore_hint));
  at_ = close + 1;
  if (!check_value(attribute)) return false;
  if (at_ < text_.size() && !is_blank(text_[at_]) && !at(">") && !at("/>"))
    return fail("MTB002", where,
                "no blank follows the value of " + shortened(attribute.name) +
                    ", or its closing quote is missing",
                std::string(restore_hint));
  if (tag.attributes.size() == most_attributes)
    return fail("MTB002", where, "an element has more than 10,000 attributes",
                "Name the MetaBase.xml of the IIS 6 server");
  tag.attributes.push_back(attribute);
  return true;
}

bool TagScanner::check_value(const MetaAttribute& attribute) {
  const std::string_view value =
      text_.substr(attribute.value.begin, attribute.value.end - attribute.value.begin);
  if (value.find('<') != std::string_view::npos) {
    const auto name_at = static_cast<std::size_t>(attribute.name.data() - text_.data());
    return fail("MTB002", {name_at, name_at + attribute.name.size()},
                "the value of " + shortened(attribute.name) + " has no closing quote",
                std::string(restore_hint));
  }
  for (auto ampersand = value.find('&'); ampersand != std::string_view::npos;
       ampersand = value.find('&', ampersand + 1)) {
    if (character_reference(value.substr(ampersand))) continue;
    const std::size_t begin = attribute.value.begin + ampersand;
    const std::size_t length = value.substr(ampersand, longest_reference).find(';');
    return fail("MTB003", {begin, begin + (length == std::string_view::npos ? 1 : length + 1)},
                "an & does not begin one of XML's own entities",
                "Write it as &amp; or correct the entity");
  }
  return true;
}

bool TagScanner::finish() {
  if (!root_seen_)
    return fail("MTB001", {0, 0}, "the file holds no XML element",
                "Name the MetaBase.xml of the IIS 6 server");
  if (!open_.empty())
    return fail("MTB002", open_.back().where,
                "the file ends inside " + shortened(open_.back().name) + ", which begins here",
                std::string(restore_hint));
  return false;
}

void TagScanner::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

std::string_view TagScanner::read_name() {
  const std::size_t begin = at_;
  at_ = std::min(text_.find_first_of(" \t\r\n=/><\"'&", begin), text_.size());
  return text_.substr(begin, at_ - begin);
}

bool TagScanner::fail(std::string_view code, Span where, std::string phrase, std::string hint) {
  where.end = std::min(where.end, text_.size());
  failure_ = TagFailure{code, where, std::move(phrase), std::move(hint)};
  return false;
}

}  // namespace fcgi6to7
