#include "report/secrets.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t shortest_value = 6;  // bytes; shorter ones stand everywhere
constexpr std::size_t kept_of_value = 64;  // bytes: bounds the time that a search takes
constexpr std::string_view variable_prefix = "environmentVariables/";

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

bool ends_value(char c) {
  return c == '"' || c == '\'' || c == '<' || c == '\n' || c == '\r';
}

// Words of names whose values nobody should read over somebody's shoulder.
constexpr std::array words_anywhere = {"password", "passwd",  "passphrase",
                                       "secret",   "token",   "credential",
                                       "apikey",   "api_key", "connectionstring"};
constexpr std::array words_at_end = {"key", "pwd", "_pass"};
// Each of them holds one of these, in lower case: a text without them has no secret by its form.
constexpr std::array<std::string_view, 8> roots = {
    "pass", "secret", "token", "credential", "key", "connectionstring", "pwd", "[enc:"};

constexpr bool holds_root(std::string_view word) {
  for (const std::string_view root : roots)
    if (word.find(root) != word.npos) return true;
  return false;
}

template <std::size_t size>
constexpr bool all_hold_roots(const std::array<const char*, size>& words) {
  for (const char* const word : words)
    if (!holds_root(word)) return false;
  return true;
}
static_assert(all_hold_roots(words_anywhere) && all_hold_roots(words_at_end));

// Which roots, a bit each, have a byte at a place, in either case.
constexpr std::array<std::uint8_t, 256> make_roots_with(std::size_t place) {
  std::array<std::uint8_t, 256> with{};
  for (std::size_t i = 0; i < roots.size(); ++i) {
    const char byte = roots[i][place];
    with[static_cast<unsigned char>(byte)] |= static_cast<std::uint8_t>(1U << i);
    if (byte >= 'a' && byte <= 'z')
      with[static_cast<unsigned char>(byte - 'a' + 'A')] |= static_cast<std::uint8_t>(1U << i);
  }
  return with;
}
constexpr std::array<std::uint8_t, 256> roots_by_first = make_roots_with(0);
constexpr std::array<std::uint8_t, 256> roots_by_second = make_roots_with(1);
constexpr std::array<std::uint8_t, 256> roots_by_third = make_roots_with(2);

bool may_hold_secret(std::string_view text) {
  const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  for (std::size_t at = 2; at < text.size(); ++at) {
    const int candidates =
        roots_by_first[byte(at - 2)] & roots_by_second[byte(at - 1)] & roots_by_third[byte(at)];
    if (candidates == 0) continue;
    for (const std::string_view root : roots)
      if (equal_without_case(text.substr(at - 2, root.size()), root)) return true;
  }
  return false;
}

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

// Walks a text once and collects the spans that are secrets by their form.
class FormScanner {
 public:
  explicit FormScanner(std::string_view text) : text_(text) {}

  std::vector<Span> scan() {
    while (at_ < text_.size()) {
      if (text_[at_] == '<' || text_[at_] == '>') {
        end_tag();
        ++at_;
      } else if (starts("[enc:")) {
        take(at_, encrypted_end());
      } else if (is_name_byte(text_[at_])) {
        read_name();
      } else {
        ++at_;
      }
    }
    end_tag();
    std::sort(spans_.begin(), spans_.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
    return std::move(spans_);
  }

 private:
  bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void take(std::size_t begin, std::size_t end) {
    if (begin < end && text_.substr(begin, end - begin) != secret_mask)
      spans_.push_back({begin, end});
    at_ = std::max(at_, end);
  }

  std::size_t encrypted_end() const {
    std::size_t end = at_;
    while (end < text_.size() && !ends_value(text_[end])) {
      if (text_.substr(end).starts_with(":enc]")) return end + 5;
      ++end;
    }
    return end;
  }

  void read_name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_byte(text_[at_])) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    std::size_t sign = at_;
    while (sign < text_.size() && (text_[sign] == ' ' || text_[sign] == '\t')) ++sign;
    if (sign >= text_.size() || (text_[sign] != '=' && (text_[sign] != ':' || sign != at_))) return;
    std::size_t value = sign + 1;
    if (text_[sign] == '=')
      while (value < text_.size() && (text_[value] == ' ' || text_[value] == '\t')) ++value;
    if (value >= text_.size()) return;
    if (text_[value] == '"' || text_[value] == '\'')
      read_quoted(name, value);
    else if (names_secret(name))
      take(value, plain_end(value, text_[sign] == ':'));
  }

  std::size_t plain_end(std::size_t value, bool is_variable) const {
    std::size_t end = value;
    while (end < text_.size() && !ends_value(text_[end]) && text_[end] != ',' &&
           (is_variable || (text_[end] != ';' && text_[end] != '&' && text_[end] != ' ')))
      ++end;
    // "TOKEN: is too long" is a sentence.
    return end > value && text_[value] == ' ' ? value : end;
  }

  void read_quoted(std::string_view name, std::size_t open) {
    std::size_t close = open + 1;
    while (close < text_.size() && text_[close] != text_[open] && text_[close] != '<') ++close;
    const std::string_view value = text_.substr(open + 1, close - open - 1);
    if (equal_without_case(name, "name") || equal_without_case(name, "key")) {
      tag_is_secret_ = tag_is_secret_ || names_secret(value);
    } else if (equal_without_case(name, "value")) {
      tag_value_ = {open + 1, close};
    } else if (names_secret(name)) {
      take(open + 1, close);
    } else {
      at_ = open + 1;  // a connection string has names and values inside
      return;
    }
    at_ = close < text_.size() && text_[close] == text_[open] ? close + 1 : close;
  }

  void end_tag() {
    if (tag_is_secret_ && !tag_value_.empty()) {
      const std::size_t at = at_;
      take(tag_value_.begin, tag_value_.end);
      at_ = at;
    } else if (!tag_value_.empty()) {
      for (Span span : FormScanner(text_.substr(tag_value_.begin, tag_value_.size())).scan())
        spans_.push_back({span.begin + tag_value_.begin, span.end + tag_value_.begin});
    }
    tag_is_secret_ = false;
    tag_value_ = {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Span> spans_;
  bool tag_is_secret_ = false;
  Span tag_value_;
};

}  // namespace

bool names_secret(std::string_view name) {
  static constexpr std::array harmless = {"key", "publickeytoken", "publickey", "monkey", "hotkey"};
  const std::string folded = fold_case(name);
  const std::string_view text = folded;
  if (std::find(harmless.begin(), harmless.end(), text) != harmless.end()) return false;
  for (const std::string_view word : words_anywhere)
    if (text.find(word) != text.npos) return true;
  if (text == "pwd") return false;  // the working folder of a shell
  return std::any_of(words_at_end.begin(), words_at_end.end(),
                     [&](std::string_view word) { return text.ends_with(word); });
}

Masker::Masker(const Plan& plan) {
  for (const ApplicationPlan& application : plan.applications)
    for (const Change& change : application.changes) {
      const std::string_view attribute = change.attribute;
      if (!attribute.starts_with(variable_prefix) ||
          !names_secret(attribute.substr(variable_prefix.size())))
        continue;
      if (change.before) add(*change.before);
      if (change.after) add(*change.after);
    }
}

void Masker::add(std::string_view value) {
  if (value.size() < shortest_value) return;
  add_exactly(value);
  if (const std::string in_xml = escaped(value); in_xml != value) add_exactly(in_xml);
}

void Masker::add_exactly(std::string_view value) {
  std::size_t node = 0;
  for (const char c : value.substr(0, kept_of_value)) {
    const auto found = nodes_[node].next.find(c);
    if (found != nodes_[node].next.end()) {
      node = found->second;
      continue;
    }
    nodes_.emplace_back();
    nodes_[node].next.emplace(c, nodes_.size() - 1);
    node = nodes_.size() - 1;
  }
  nodes_[node].is_end = true;
  nodes_[node].is_cut = nodes_[node].is_cut || value.size() > kept_of_value;
}

std::string Masker::mask_values(std::string_view text) {
  if (nodes_.size() == 1) return std::string(text);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t node = 0, end = at;
    for (std::size_t next = at; next < text.size(); ++next) {
      const auto found = nodes_[node].next.find(text[next]);
      if (found == nodes_[node].next.end()) break;
      node = found->second;
      if (nodes_[node].is_end) end = next + 1;
      if (nodes_[node].is_cut)
        while (end < text.size() && !ends_value(text[end])) ++end;
    }
    if (end == at) {
      ++at;
      continue;
    }
    masked_ = true;
    out.append(text.substr(copied, at - copied)).append(secret_mask);
    copied = at = end;
  }
  return out.append(text.substr(copied));
}

std::string Masker::mask_forms(std::string text) {
  if (!may_hold_secret(text)) return text;
  std::string out;
  std::size_t copied = 0;
  for (const Span& span : FormScanner(text).scan()) {
    if (span.end <= copied) continue;
    masked_ = true;
    if (span.begin >= copied) out.append(text, copied, span.begin - copied).append(secret_mask);
    copied = span.end;
  }
  return out.append(text, copied);
}

std::string Masker::mask(std::string_view text) {
  return mask_forms(mask_values(text));
}

void Masker::apply(std::string& text) {
  if (nodes_.size() > 1 || may_hold_secret(text)) text = mask(text);
}

void Masker::apply(Change& change) {
  const std::string_view attribute = change.attribute;
  const bool is_secret = attribute.starts_with(variable_prefix) &&
                         names_secret(attribute.substr(variable_prefix.size()));
  for (std::optional<std::string>* value : {&change.before, &change.after}) {
    if (!*value || (*value)->empty()) continue;
    if (is_secret) masked_ = true;
    *value = is_secret ? std::string(secret_mask) : mask(**value);
  }
  apply(change.from.text);
  apply(change.reason);
}

void Masker::apply(Plan& plan) {
  for (ApplicationPlan& application : plan.applications) {
    apply(application.arguments);
    for (Change& change : application.changes) apply(change);
  }
  for (HandlerPlan& handler : plan.handlers) {
    for (auto& [name, value] : handler.attributes) apply(value);
    for (Change& change : handler.changes) apply(change);
    apply(handler.reason);
  }
  for (BindingPlan& binding : plan.bindings) {
    apply(binding.reason);
    apply(binding.remedy);
  }
}

void Masker::apply(Diagnostics& diagnostics) {
  diagnostics.rewrite([this](Diagnostic& finding) {
    apply(finding.phrase);
    apply(finding.hint);
    std::string shown = mask(finding.excerpt);
    if (shown == finding.excerpt) return;
    // A caret would no longer stand where it should: the line is not shown at all.
    finding.excerpt.clear();
    finding.caret = finding.caret_width = 0;
  });
}

}  // namespace fcgi6to7
