#include "ini/lines.hpp"

#include <ini.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// Feeds inih one line at a time and notes what it makes of each.
//
// inih cuts lines and names to its buffers, splits at ':' as well as '=', and takes '#' for a
// comment. So it is handed a stand-in that is short and free of those, and says what kind of line
// it is; key, name and value are taken from our own bytes.
struct Feed {
  std::string_view text;
  std::size_t next = 0;
  Span line;  // trimmed; the one inih is looking at
  bool indented = false;
  bool has_line = false;
  bool is_entry = false;  // inih called back for it
  std::vector<IniLine> lines;
};

Span span_of(std::string_view text, std::string_view part) {
  const auto begin = static_cast<std::size_t>(part.data() - text.data());
  return {begin, begin + part.size()};
}

std::string stand_in(std::string_view line) {
  constexpr std::size_t enough = 40;
  if (line.empty() || line.front() == ';') return std::string(line.substr(0, enough));
  if (line.front() == '[') return line.find(']') == line.npos ? "[" : "[section]";
  const std::size_t equals = line.find('=');
  if (equals == line.npos) return "line";
  const std::string_view key = trim(line.substr(0, equals));
  const bool plain = key.size() <= enough && key.find_first_of(":;#[") == key.npos;
  return (plain ? std::string(key) : "key") + "=value";
}

void finish_line(Feed& feed) {
  if (!feed.has_line || feed.line.empty()) return;
  const std::string_view line = feed.text.substr(feed.line.begin, feed.line.size());
  IniLine found;
  found.whole = feed.line;
  found.indented = feed.indented;
  if (feed.is_entry) {
    const std::size_t equals = line.find('=');
    found.kind = IniLineKind::entry;
    found.name = span_of(feed.text, trim(line.substr(0, equals)));
    found.value = span_of(feed.text, trim(line.substr(equals + 1)));
  } else if (line.front() == ';') {
    return;
  } else if (const std::size_t bracket = line.find(']');
             line.front() == '[' && bracket != line.npos) {
    const std::size_t after = feed.line.begin + bracket + 1;
    found.kind = IniLineKind::section;
    found.name = span_of(feed.text, trim(line.substr(1, bracket - 1)));
    found.trailing = after < feed.text.size() && std::strchr(" \t", feed.text[after]) != nullptr;
    found.trailing = found.trailing || after < feed.line.end;
  }
  feed.lines.push_back(found);
}

char* next_line(char* buffer, int size, void* user) {
  Feed& feed = *static_cast<Feed*>(user);
  finish_line(feed);
  feed.has_line = feed.next < feed.text.size();
  if (!feed.has_line) return nullptr;
  const std::size_t newline = feed.text.find('\n', feed.next);
  const std::size_t end = newline == std::string_view::npos ? feed.text.size() : newline;
  const std::string_view raw = feed.text.substr(feed.next, end - feed.next);
  const std::string_view line = trim(raw);
  feed.line = span_of(feed.text, line);
  feed.indented = !line.empty() && line.data() != raw.data();
  feed.is_entry = false;
  feed.next = newline == std::string_view::npos ? end : end + 1;
  const std::string shown = stand_in(line);
  const std::size_t length = std::min(shown.size(), static_cast<std::size_t>(size) - 1);
  std::memcpy(buffer, shown.data(), length);
  buffer[length] = '\0';
  return buffer;
}

int on_entry(void* user, const char*, const char*, const char*) {
  static_cast<Feed*>(user)->is_entry = true;
  return 1;
}

}  // namespace

std::vector<IniLine> read_ini_lines(std::string_view text) {
  Feed feed;
  feed.text = text;
  ini_parse_stream(next_line, &feed, on_entry, &feed);
  return std::move(feed.lines);
}

}  // namespace fcgi6to7
