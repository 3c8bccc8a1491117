// Mutations that know what a migration is made of: choices, lines of an ini, elements of XML.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

#include "fuzz/migrate_input.hpp"
#include "laws/random_inputs.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace fcgi6to7::test {
namespace {

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed), inputs_(seed) {}

  void mutate(MigrateInput& input) {
    const std::size_t kind = below(20);
    if (kind < 2) return set_choice(input.parts[MigrateInput::choices]);
    if (kind < 8) return mutate_ini(input.parts[MigrateInput::ini]);
    if (kind < 14) return mutate_xml(input.parts[MigrateInput::config]);
    if (kind < 17) return mutate_xml(input.parts[MigrateInput::metabase]);
    if (kind < 18) return mutate_ini(input.parts[MigrateInput::ini32]);
    std::string& part = input.parts[1 + below(input.parts.size() - 1)];
    if (!part.empty()) any_bytes(part);
  }

 private:
  struct Range {
    std::size_t begin, end;
  };

  std::size_t below(std::size_t n) { return random_() % n; }

  void set_choice(std::string& choices) {
    constexpr std::size_t all = 14;
    choices.resize(all, '0');
    choices[below(all)] = static_cast<char>('0' + below(10));
  }

  void any_bytes(std::string& part) {
    const std::size_t size = part.size();
    part.resize(size + 64);
    part.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(part.data()), size, part.size()));
  }

  // One of the ranges written again elsewhere, dropped, or put in the place of another.
  void shuffle(std::string& text, const std::vector<Range>& ranges) {
    const Range from = ranges[below(ranges.size())], to = ranges[below(ranges.size())];
    const std::string moved = text.substr(from.begin, from.end - from.begin);
    switch (below(3)) {
      case 0:
        text.insert(to.begin, moved);
        break;
      case 1:
        text.erase(from.begin, from.end - from.begin);
        break;
      default:
        text.replace(to.begin, to.end - to.begin, moved);
    }
  }

  void mutate_ini(std::string& text) {
    std::vector<Range> lines, values;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
      const std::size_t equals = text.find('=', at);
      if (equals < end) values.push_back({equals + 1, text.find_first_of("\r\n", equals)});
      lines.push_back({at, end});
      at = end;
    }
    const std::size_t kind = below(10);
    if (lines.empty() || kind == 0) {
      text = inputs_.ini();
    } else if (kind < 4) {
      shuffle(text, lines);
    } else if (kind < 6 && !values.empty()) {
      if (values.back().end > text.size()) values.back().end = text.size();
      shuffle(text, values);
    } else if (kind < 8) {
      const std::string other = inputs_.ini();
      const std::size_t at = other.find('\n', below(other.size() + 1));
      if (at == std::string::npos) return;
      text.insert(lines[below(lines.size())].begin,
                  other.substr(at + 1, other.find('\n', at + 1) - at));
    } else {
      any_bytes(text);
    }
  }

  static std::string_view name_at(std::string_view text, std::size_t at) {
    return text.substr(at, std::min(text.find_first_of(" \t\r\n/>=<", at), text.size()) - at);
  }

  // Elements by their names alone; those that are not closed end with their start tag.
  static void scan_xml(std::string_view text, std::vector<Range>& elements,
                       std::vector<Range>& attributes) {
    std::vector<std::pair<std::string_view, std::size_t>> open;
    for (std::size_t at = text.find('<'); at < text.size(); at = text.find('<', at + 1)) {
      const std::size_t end = text.find('>', at);
      if (end == std::string_view::npos) return;
      const std::string_view tag = text.substr(at, end + 1 - at);
      if (tag.starts_with("</")) {
        if (open.empty() || open.back().first != name_at(text, at + 2)) continue;
        elements.push_back({open.back().second, end + 1});
        open.pop_back();
      } else if (tag.ends_with("/>")) {
        elements.push_back({at, end + 1});
      } else {
        open.emplace_back(name_at(text, at + 1), at);
      }
      for (std::size_t space = text.find(' ', at); space < end; space = text.find(' ', space + 1)) {
        const std::size_t quote = text.find('"', space);
        const std::size_t close = text.find('"', quote + 1);
        if (quote >= end || close >= end) break;
        attributes.push_back({space, close + 1});
      }
    }
  }

  void mutate_xml(std::string& text) {
    const std::size_t kind = below(10);
    std::vector<Range> elements, attributes;
    scan_xml(text, elements, attributes);
    if (elements.empty() || kind == 0) {
      if (text.empty() || text.find("configuration>") != std::string::npos) text = inputs_.config();
    } else if (kind < 4) {
      shuffle(text, elements);
    } else if (kind < 6 && !attributes.empty()) {
      shuffle(text, attributes);
    } else if (kind < 8 && !attributes.empty()) {
      const Range range = attributes[below(attributes.size())];
      const std::size_t value = text.find('"', range.begin) + 1;
      std::string changed = text.substr(value, range.end - 1 - value);
      any_bytes(changed);
      text.replace(value, range.end - 1 - value, changed);
    } else {
      any_bytes(text);
    }
  }

  std::mt19937 random_;
  RandomInputs inputs_;
};

}  // namespace
}  // namespace fcgi6to7::test

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  using namespace fcgi6to7::test;
  MigrateInput input = MigrateInput::split({reinterpret_cast<const char*>(data), size});
  Mutator(seed).mutate(input);
  std::string bytes = input.join();
  if (bytes.size() > max_size || bytes.empty()) return LLVMFuzzerMutate(data, size, max_size);
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}
