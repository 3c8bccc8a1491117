#include "apphost/outline.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <string>
#include <unordered_set>

#include "apphost/xml_grammar.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t deepest_nesting = 256;

// One pass over the text. The first problem ends it: what follows would be guesswork.
class Scanner {
 public:
  Scanner(const SourceText& source, Diagnostics& diagnostics, std::string_view sealed)
      : source_(source), xml_(source.text()), diagnostics_(diagnostics), sealed_(sealed) {}

  std::vector<Tag> scan() {
    assert(xml_.size() < left_out && "files are far smaller");
    tags_.reserve(xml_.size() / 96);
    if (check_characters() && scan_all()) return std::move(tags_);
    return {};
  }

 private:
  bool fail(std::string_view code, std::size_t at, std::string phrase, std::string hint) {
    diagnostics_.add(Severity::error, code, source_, {at, at}, std::move(phrase), std::move(hint));
    return false;
  }

  bool malformed(std::size_t at, const std::string& phrase) {
    return fail("CFG001", at, "not well-formed XML: " + phrase,
                "Restore the file from a backup or from %SystemDrive%\\inetpub\\history");
  }

  bool check_characters() {
    if (!has_control(xml_)) return true;
    const auto at = std::find_if(xml_.begin(), xml_.end(), [](char c) { return is(c, control); });
    return malformed(static_cast<std::size_t>(at - xml_.begin()), "a control character");
  }

  bool scan_all() {
    while (at_ < xml_.size()) {
      const std::size_t open = next('<', at_, next_less_);
      if (!check_text(at_, open)) return false;
      at_ = open;
      if (at_ < xml_.size() && !scan_markup()) return false;
    }
    if (!open_.empty())
      return malformed(open_.back().begin,
                       "<" + std::string(tag_name(xml_, open_.back().begin)) + "> is never closed");
    if (tags_.empty()) return malformed(0, "no element");
    return true;
  }

  bool scan_markup() {
    const std::string_view rest = xml_.substr(at_);
    if (rest.starts_with("<!--")) return skip_past("-->", 4, "a comment that never ends");
    if (rest.starts_with("<?")) return scan_instruction();
    if (rest.starts_with("<![CDATA[") && open_.empty())
      return malformed(at_, "text outside the root element");
    if (rest.starts_with("<![CDATA["))
      return skip_past("]]>", 9, "a CDATA section that never ends");
    if (rest.starts_with("<!"))
      return fail("CFG002", at_, "a document type declaration, which IIS does not allow",
                  "Remove it; entities are never expanded here");
    return rest.starts_with("</") ? scan_end_tag() : scan_start_tag();
  }

  bool skip_past(std::string_view end, std::size_t from, const std::string& phrase) {
    const std::size_t found = xml_.find(end, at_ + from);
    if (found == xml_.npos) return malformed(at_, phrase);
    at_ = found + end.size();
    return true;
  }

  bool scan_instruction() {
    const std::size_t begin = at_;
    if (!skip_past("?>", 2, "a processing instruction that never ends")) return false;
    const std::string_view text = xml_.substr(begin, at_ - begin);
    if (!is_name(text.substr(2, text.find_first_of(" \t\r\n?", 2) - 2)))
      return malformed(begin, "a processing instruction without a name");
    const bool declares = text.starts_with("<?xml") && (is(text[5], blank) || text[5] == '?');
    if (!declares) return true;
    if (begin != 0) return malformed(begin, "an XML declaration that is not at the start");
    if (!is_declaration(text)) return malformed(begin, "an XML declaration that is none");
    const std::size_t encoding = text.find("encoding");
    if (encoding == text.npos) return true;
    const std::size_t open = text.find_first_of("\"'", encoding);
    const std::size_t close = open == text.npos ? open : text.find(text[open], open + 1);
    if (close == text.npos) return malformed(begin + encoding, "an encoding without quotes");
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (equal_without_case(name, "utf-8") || equal_without_case(name, "utf-16")) return true;
    return fail("CFG003", open + 1,
                "the file says it is encoded as '" + std::string(name) + "'; IIS reads UTF-8",
                "Save the file as UTF-8 and correct the XML declaration");
  }

  bool check_text(std::size_t begin, std::size_t end) {
    if (open_.empty()) {
      const std::size_t at = xml_.find_first_not_of(blanks, begin);
      if (at < end) return malformed(at, "text outside the root element");
    }
    return check_entities(begin, end);
  }

  // The next place of a character at or after `at`, or the end. Places are asked for in order, so
  // the whole text is looked through once for each character.
  std::size_t next(char c, std::size_t at, std::size_t& known) const {
    if (known < at) known = std::min(xml_.find(c, at), xml_.size());
    return known;
  }

  bool check_entities(std::size_t begin, std::size_t end) {
    if (next('&', begin, next_ampersand_) >= end) return true;
    const std::string_view text = xml_.substr(0, end);
    for (std::size_t at = text.find('&', begin); at != text.npos; at = text.find('&', at + 1)) {
      const std::size_t semicolon = text.find(';', at);
      const std::string_view name =
          semicolon == text.npos ? "" : text.substr(at + 1, semicolon - at - 1);
      if (!is_character_number(name) && name != "amp" && name != "lt" && name != "gt" &&
          name != "quot" && name != "apos")
        return malformed(at, "'&' that begins no known entity");
    }
    return true;
  }

  bool scan_start_tag() {
    const std::size_t begin = at_;
    if (open_.empty() && !tags_.empty()) return malformed(begin, "a second root element");
    if (open_.size() >= deepest_nesting)
      return fail("CFG004", begin,
                  "elements nest deeper than " + std::to_string(deepest_nesting) + " levels",
                  "This is no configuration of IIS; restore the file from a backup");
    at_ = name_end_at(xml_, begin + 1);
    if (at_ == begin + 1) return malformed(begin, "'<' that begins no tag");
    const std::size_t name_size = at_ - begin - 1;
    if (!scan_attributes_of(begin)) return false;
    const bool self_closing = xml_[at_] == '/';
    at_ += self_closing ? 2 : 1;
    const auto index = static_cast<std::uint32_t>(tags_.size());
    const std::uint32_t inside = narrow(at_);
    if (sealed_at_ == 0) tags_.push_back({narrow(begin), inside, inside, inside, index + 1});
    if (self_closing) return true;
    open_.push_back({begin, sealed_at_ == 0 ? index : left_out, name_size});
    if (sealed_at_ == 0 && is_sealed()) sealed_at_ = open_.size();
    return true;
  }

  // Whether the open elements are those of the sealed path: asked from the innermost on, few go
  // far.
  bool is_sealed() const {
    std::string_view rest = sealed_;
    for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
      const std::string_view name = xml_.substr(open->begin + 1, open->name_size);
      if (!rest.ends_with(name)) return false;
      rest.remove_suffix(name.size());
      if (rest.empty()) return std::next(open) == open_.rend();
      if (rest.back() != '/') return false;
      rest.remove_suffix(1);
    }
    return false;
  }

  bool scan_attributes_of(std::size_t tag) {
    names_.clear();
    for (;;) {
      const std::size_t after = skip_blanks(xml_, at_);
      if (after >= xml_.size()) return malformed(tag, "a tag that never ends");
      const bool has_blank = after != at_;
      at_ = after;
      if (has_blank && scan_usual_attribute()) continue;
      if (xml_[at_] == '>' || (xml_[at_] == '/' && xml_.substr(at_).starts_with("/>")))
        return check_doubles();
      if (!has_blank) return malformed(at_, "no blank before an attribute");
      if (!scan_attribute()) return false;
    }
  }

  // name="value" with nothing unusual in it, as nearly all are. False:
  // scan_attribute() has to look.
  bool scan_usual_attribute() {
    if (at_ >= last_bracket_) return false;
    const char* const begin = xml_.data() + at_;
    if (!starts_name(*begin)) return false;
    const char* at = begin + 1;
    while (is(*at, in_name)) ++at;  // stops at the last bracket at the latest
    if (at[0] != '=' || at[1] != '"') return false;
    const auto name_end = static_cast<std::size_t>(at - xml_.data());
    const void* const quote = std::memchr(at + 2, '"', xml_.size() - name_end - 2);
    if (quote == nullptr) return false;
    const auto close = static_cast<std::size_t>(static_cast<const char*>(quote) - xml_.data());
    if (next('<', name_end, next_less_) < close) return false;
    if (next('&', name_end, next_ampersand_) < close) return false;
    names_.push_back({at_, name_end});
    at_ = close + 1;
    return true;
  }

  bool scan_attribute() {
    const std::size_t begin = at_;
    const std::size_t end = name_end_at(xml_, begin);
    if (end == begin) return malformed(begin, "no attribute name where one belongs");
    std::size_t at = skip_blanks(xml_, end);
    if (at >= xml_.size() || xml_[at] != '=') return malformed(begin, "an attribute without value");
    at = skip_blanks(xml_, at + 1);
    if (at >= xml_.size() || (xml_[at] != '"' && xml_[at] != '\''))
      return malformed(begin, "an attribute value without quotes");
    if (!scan_value(begin, at)) return false;
    names_.push_back({begin, end});
    return true;
  }

  // `open` is where its first quote stands.
  bool scan_value(std::size_t attribute, std::size_t open) {
    const std::size_t close = xml_.find(xml_[open], open + 1);
    if (close == xml_.npos) return malformed(attribute, "an attribute value that never ends");
    if (const std::size_t less = next('<', open + 1, next_less_); less < close)
      return malformed(less, "'<' in an attribute value");
    at_ = close + 1;
    return check_entities(open + 1, close);
  }

  bool check_doubles() {
    constexpr std::size_t few = 16;
    if (names_.size() <= few) {
      for (std::size_t i = 1; i < names_.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
          if (names_[i].size() == names_[j].size() &&
              xml_[names_[i].begin] == xml_[names_[j].begin] &&
              source_.slice(names_[i]) == source_.slice(names_[j]))
            return doubled(names_[i]);
      return true;
    }
    std::unordered_set<std::string_view> seen;
    for (const Span& name : names_)
      if (!seen.insert(source_.slice(name)).second) return doubled(name);
    return true;
  }

  bool doubled(Span name) {
    return malformed(
        name.begin, "attribute '" + std::string(source_.slice(name)) + "' stands twice in one tag");
  }

  bool scan_end_tag() {
    const std::size_t begin = at_;
    const std::size_t end = name_end(xml_, begin + 2);
    const std::string_view name = xml_.substr(begin + 2, end - begin - 2);
    at_ = skip_blanks(xml_, end);
    if (at_ >= xml_.size() || xml_[at_] != '>')
      return malformed(begin, "an end tag that never ends");
    ++at_;
    if (open_.empty()) return malformed(begin, "</" + std::string(name) + "> closes nothing");
    const Open last = open_.back();
    if (const auto opened = xml_.substr(last.begin + 1, last.name_size); opened != name)
      return malformed(begin, "</" + std::string(name) + "> where </" + std::string(opened) +
                                  "> belongs (opened in line " +
                                  std::to_string(source_.place(last.begin).line) + ")");
    if (open_.size() == sealed_at_) sealed_at_ = 0;
    open_.pop_back();
    if (last.index == left_out) return true;
    Tag& tag = tags_[last.index];
    tag.close = narrow(begin);
    tag.end = narrow(at_);
    tag.next = static_cast<std::uint32_t>(tags_.size());
    return true;
  }

  static constexpr std::uint32_t left_out = 0xFFFFFFFF;
  static std::uint32_t narrow(std::size_t offset) { return static_cast<std::uint32_t>(offset); }

  struct Open {
    std::size_t begin;
    std::uint32_t index;  // in tags_, or left_out
    std::size_t name_size;
  };

  const SourceText& source_;
  const std::string_view xml_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  std::size_t next_less_ = std::min(xml_.find('<'), xml_.size());
  std::size_t next_ampersand_ = std::min(xml_.find('&'), xml_.size());
  std::size_t last_bracket_ = xml_.rfind('>') == xml_.npos ? 0 : xml_.rfind('>');
  std::vector<Tag> tags_;
  std::vector<Open> open_;
  std::string_view sealed_;
  std::size_t sealed_at_ = 0;  // how deep the sealed element that we are in stands; 0: in none
  std::vector<Span> names_;
};

}  // namespace

std::vector<Tag> scan_outline(const SourceText& xml, Diagnostics& diagnostics,
                              std::string_view sealed) {
  return Scanner(xml, diagnostics, sealed).scan();
}

std::string_view tag_name(std::string_view xml, std::size_t begin) {
  return xml.substr(begin + 1, name_end(xml, begin + 1) - begin - 1);
}

void scan_attributes(std::string_view xml, const Tag& tag, std::vector<RawAttribute>& attributes) {
  attributes.clear();
  std::size_t at = name_end(xml, tag.begin + 1);
  for (;;) {
    at = skip_blanks(xml, at);
    if (at >= tag.inside || xml[at] == '>' || xml[at] == '/') return;
    const Span name{at, name_end(xml, at)};
    const std::size_t open = skip_blanks(xml, skip_blanks(xml, name.end) + 1);
    const std::size_t close = xml.find(xml[open], open + 1);
    attributes.push_back({name, {open + 1, close}});
    at = close + 1;
  }
}

}  // namespace fcgi6to7
