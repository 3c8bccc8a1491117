#include "apphost/reread.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace fcgi6to7 {
namespace {

// From places in the text before the edits to places in the text after them.
class Shift {
 public:
  explicit Shift(const std::vector<Edit>& edits) : edits_(edits) {
    std::ptrdiff_t sum = 0;
    sums_.reserve(edits.size() + 1);
    for (const Edit& edit : edits) {
      sums_.push_back(sum);
      sum += static_cast<std::ptrdiff_t>(edit.text.size()) -
             static_cast<std::ptrdiff_t>(edit.span.size());
    }
    sums_.push_back(sum);
  }

  // What was put in at this very place comes before it.
  std::size_t begin_of(std::size_t at) const {
    return moved(at, std::upper_bound(edits_.begin(), edits_.end(), at,
                                      [](std::size_t place, const Edit& edit) {
                                        return place < edit.span.end;
                                      }));
  }

  // What was put in at this very place comes after it.
  std::size_t end_of(std::size_t at) const {
    return moved(at, std::partition_point(edits_.begin(), edits_.end(), [at](const Edit& edit) {
                   return edit.span.begin < at && edit.span.end <= at;
                 }));
  }

  // Where the text of an edit stands.
  Span text_of(std::size_t edit) const {
    const std::size_t begin = moved(edits_[edit].span.begin, edits_.begin() + difference(edit));
    return {begin, begin + edits_[edit].text.size()};
  }

  Tag operator()(const Tag& tag) const {
    const std::size_t close = tag.self_closing() ? end_of(tag.close) : begin_of(tag.close);
    return {narrow(begin_of(tag.begin)), narrow(end_of(tag.inside)), narrow(close),
            narrow(end_of(tag.end)), tag.next};
  }

  Span operator()(Span span) const { return {begin_of(span.begin), end_of(span.end)}; }

 private:
  static std::ptrdiff_t difference(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }
  static std::uint32_t narrow(std::size_t offset) { return static_cast<std::uint32_t>(offset); }

  std::size_t moved(std::size_t at, std::vector<Edit>::const_iterator first_behind) const {
    const auto behind = static_cast<std::size_t>(first_behind - edits_.begin());
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) + sums_[behind]);
  }

  const std::vector<Edit>& edits_;
  std::vector<std::ptrdiff_t> sums_;  // how far the edits before one move what is behind them
};

// A part of the text that is read again, and the start tags of what it stands in.
struct Part {
  Span after;
  const Location* location = nullptr;
  const Group* group = nullptr;
};

// The parts one after another, each within its parents, as a config of their own.
class Excerpt {
 public:
  explicit Excerpt(const SourceText& after) : after_(after) {}

  void add(const Part& part, const Shift& shift) {
    if (part.location != nullptr) add_start_tag(shift(part.location->tag));
    if (part.group != nullptr) add_start_tag(shift(part.group->tag));
    pieces_.push_back({text_.size(), part.after});
    text_ += after_.slice(part.after);
    if (part.group != nullptr) text_ += "</system.webServer>";
    if (part.location != nullptr) text_ += "</location>";
  }

  std::string take_text() { return std::move(text_) + "</configuration>"; }

  bool holds(const Tag& tag) const { return piece_at(tag.begin) != nullptr; }

  // From places in the excerpt to those in the whole text.
  Tag operator()(const Tag& tag) const {
    const auto moved = [&](std::uint32_t at) { return at + distance(tag.begin); };
    return {moved(tag.begin), moved(tag.inside), moved(tag.close), moved(tag.end), tag.next};
  }

  Span operator()(Span span) const {
    const std::uint32_t moved = distance(span.begin);  // wraps around, and back again
    return {static_cast<std::uint32_t>(span.begin) + moved,
            static_cast<std::uint32_t>(span.end) + moved};
  }

 private:
  struct Piece {
    std::size_t at;
    Span after;
  };

  void add_start_tag(const Tag& tag) { text_ += after_.slice({tag.begin, tag.inside}); }

  const Piece* piece_at(std::size_t at) const {
    auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), at,
                                  [](std::size_t place, const Piece& p) { return place < p.at; });
    if (piece == pieces_.begin()) return nullptr;
    --piece;
    return at < piece->at + piece->after.size() ? &*piece : nullptr;
  }

  std::uint32_t distance(std::size_t at) const {
    const Piece* const piece = piece_at(at);
    return piece == nullptr ? 0 : static_cast<std::uint32_t>(piece->after.begin - piece->at);
  }

  const SourceText& after_;
  std::string text_ = "<configuration>";
  std::vector<Piece> pieces_;
};

template <typename Move>
void move_element(Element& element, const Move& move) {
  element.tag = move(element.tag);
  for (Attribute& attribute : element.attributes) attribute.value_at = move(attribute.value_at);
  for (Element& child : element.children) move_element(child, move);
}

bool holds(const Tag& tag, Span edit) {
  return tag.begin < edit.begin && edit.end <= tag.end && edit.begin < tag.end;
}

// Of things in file order that do not nest, the one that an edit stands in.
template <typename Thing, typename TagOf>
const Thing* holder(const std::vector<Thing>& things, Span edit, TagOf tag_of) {
  auto behind = std::partition_point(things.begin(), things.end(), [&](const Thing& thing) {
    return tag_of(thing).begin < edit.begin;
  });
  if (behind == things.begin()) return nullptr;
  --behind;
  return holds(tag_of(*behind), edit) ? &*behind : nullptr;
}

const auto tag_of_section = [](const Section& section) -> const Tag& {
  return section.element.tag;
};
const auto tag_of = [](const auto& thing) -> const Tag& { return thing.tag; };

// Whether an edit puts something behind a location, or behind all that the root holds.
bool stands_between(const AppHost& before, Span edit, std::string_view behind) {
  if (!edit.empty() || edit.begin < before.root.inside || edit.begin > before.root.close)
    return false;
  const auto location =
      std::partition_point(before.locations.begin(), before.locations.end(),
                           [&](const Location& l) { return l.tag.end < edit.begin; });
  if (location != before.locations.end() && location->tag.end == edit.begin) return true;
  const std::size_t next = behind.find_first_not_of(" \t\r\n");
  return next != behind.npos && behind.substr(next).starts_with("</configuration");
}

// What has to be read again for one edit. Nothing: the edit stands where none is looked for.
std::optional<Part> part_of(const AppHost& before, const SourceText& after, Span edit, Span text,
                            const Shift& shift) {
  const auto whole = [&](const Tag& tag) {
    const Tag moved = shift(tag);
    return Span{moved.begin, moved.end};
  };
  const Location* const location = holder(before.locations, edit, tag_of);
  const Group* const group = holder(before.groups, edit, tag_of);
  const Section* const section = holder(before.sections, edit, tag_of_section);
  if (section != nullptr && group != nullptr)
    return Part{whole(section->element.tag), location, group};
  if (group != nullptr) return Part{whole(group->tag), location, nullptr};
  if (location != nullptr) return Part{whole(location->tag), nullptr, nullptr};
  if (!stands_between(before, edit, after.text().substr(text.end))) return std::nullopt;
  return Part{text, nullptr, nullptr};
}

// All parts, in file order, none within another.
std::optional<std::vector<Part>> parts_of(const AppHost& before, const SourceText& after,
                                          const std::vector<Edit>& edits, const Shift& shift) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const auto part = part_of(before, after, edits[i].span, shift.text_of(i), shift);
    if (!part) return std::nullopt;
    if (parts.empty() || !(parts.back().after == part->after)) parts.push_back(*part);
  }
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    return a.after.begin != b.after.begin ? a.after.begin < b.after.begin
                                          : a.after.end > b.after.end;
  });
  std::size_t end = 0;
  std::erase_if(parts, [&](const Part& part) {
    const bool is_within = part.after.end <= end;
    end = std::max(end, part.after.end);
    return is_within;
  });
  return parts;
}

class Merger {
 public:
  Merger(AppHost before, AppHost again, const std::vector<Part>& parts)
      : host_(std::move(before)), again_(std::move(again)), parts_(parts) {}

  AppHost merge(const Shift& shift, const Excerpt& excerpt) {
    host_.root = shift(host_.root);
    for (Site& site : host_.sites) site.where = shift(site.where);
    merge_things(host_.locations, again_.locations, shift, excerpt);
    merge_things(host_.groups, again_.groups, shift, excerpt);
    merge_sections(host_.sections, again_.sections, shift, excerpt);
    for (Element& section : host_.surroundings.of_server) move_element(section, shift);
    merge_sections(host_.surroundings.sections, again_.surroundings.sections, shift, excerpt);
    for (Group& group : host_.groups) settle(group, group.tag);
    for (Section& section : host_.sections) settle(section, section.element.tag);
    for (Section& section : host_.surroundings.sections) settle(section, section.element.tag);
    host_.lists_modules |= again_.lists_modules;
    host_.registers_fast_cgi |= again_.registers_fast_cgi;
    host_.runs_fast_cgi |= again_.runs_fast_cgi;
    host_.decoded.splice(host_.decoded.end(), again_.decoded);
    return std::move(host_);
  }

 private:
  bool is_read_again(const Tag& tag) const {
    const auto behind = std::partition_point(
        parts_.begin(), parts_.end(), [&](const Part& p) { return p.after.begin <= tag.begin; });
    return behind != parts_.begin() && tag.end <= (behind - 1)->after.end;
  }

  template <typename Thing>
  void merge_things(std::vector<Thing>& things, std::vector<Thing>& again, const Shift& shift,
                    const Excerpt& excerpt) {
    for (Thing& thing : things) thing.tag = shift(thing.tag);
    std::erase_if(things, [&](const Thing& thing) { return is_read_again(thing.tag); });
    for (Thing& thing : again) {
      if (!excerpt.holds(thing.tag)) continue;
      thing.tag = excerpt(thing.tag);
      things.push_back(std::move(thing));
    }
    std::sort(things.begin(), things.end(),
              [](const Thing& a, const Thing& b) { return a.tag.begin < b.tag.begin; });
  }

  void merge_sections(std::vector<Section>& sections, std::vector<Section>& again,
                      const Shift& shift, const Excerpt& excerpt) {
    std::erase_if(sections, [&](const Section& s) { return is_read_again(shift(s.element.tag)); });
    for (Section& section : sections) move_element(section.element, shift);
    for (Section& section : again) {
      move_element(section.element, excerpt);
      sections.push_back(std::move(section));
    }
    std::sort(sections.begin(), sections.end(), [](const Section& a, const Section& b) {
      return a.element.tag.begin < b.element.tag.begin;
    });
  }

  template <typename Thing>
  void settle(Thing& thing, const Tag& tag) const {
    if (!thing.location) return;
    const auto behind =
        std::partition_point(host_.locations.begin(), host_.locations.end(),
                             [&](const Location& l) { return l.tag.begin < tag.begin; });
    thing.location = static_cast<std::size_t>(behind - host_.locations.begin()) - 1;
  }

  AppHost host_;
  AppHost again_;
  const std::vector<Part>& parts_;
};

}  // namespace

std::optional<AppHost> reread_apphost(AppHost before, const SourceText& after,
                                      const std::vector<Edit>& edits, Diagnostics& diagnostics,
                                      Extent extent) {
  const Shift shift(edits);
  const auto parts = parts_of(before, after, edits, shift);
  if (!parts) return read_apphost(after, diagnostics, extent);
  Excerpt excerpt(after);
  for (const Part& part : *parts) excerpt.add(part, shift);
  // Values that were read are views: of the text before, and of this one.
  const std::string& text = before.decoded.emplace_back(excerpt.take_text());
  auto again = read_apphost(SourceText::borrowed(after.name(), text), diagnostics, extent);
  if (!again) return std::nullopt;
  return Merger(std::move(before), std::move(*again), *parts).merge(shift, excerpt);
}

}  // namespace fcgi6to7
