#include "text/unified_diff.hpp"

#include <algorithm>

namespace fcgi6to7 {
namespace {

constexpr std::size_t context_lines = 3;

// Whole lines of the original, [begin, end), and what stands there afterwards.
struct Chunk {
  std::size_t begin;
  std::size_t end;
  std::string replacement;
};

std::size_t line_begin(std::string_view text, std::size_t at) {
  const std::size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t newline = text.find('\n', at);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

// The whole lines that an edit touches. One that puts whole lines before a line touches none.
Span touched_lines(std::string_view original, const Edit& edit) {
  const std::size_t begin = line_begin(original, edit.span.begin);
  const bool whole = begin == edit.span.begin && (edit.text.empty() || edit.text.ends_with('\n')) &&
                     (edit.span.empty() || original[edit.span.end - 1] == '\n');
  return {begin, whole ? edit.span.end : line_end(original, edit.span.end)};
}

// Lines that stand unchanged at a chunk's ends are context, not change.
void shrink(std::string_view original, Chunk& chunk) {
  while (chunk.begin < chunk.end && !chunk.replacement.empty()) {
    const std::string_view old_line =
        original.substr(chunk.begin, line_end(original, chunk.begin) - chunk.begin);
    if (!chunk.replacement.starts_with(old_line) || !old_line.ends_with('\n')) break;
    chunk.begin += old_line.size();
    chunk.replacement.erase(0, old_line.size());
  }
  while (chunk.begin < chunk.end && !chunk.replacement.empty()) {
    const std::size_t start = line_begin(original, chunk.end - 1);
    const std::string_view old_line = original.substr(start, chunk.end - start);
    const std::size_t cut = line_begin(chunk.replacement, chunk.replacement.size() - 1);
    if (std::string_view(chunk.replacement).substr(cut) != old_line) break;
    chunk.end = start;
    chunk.replacement.erase(cut);
  }
}

std::vector<Chunk> chunks_of(std::string_view original, const std::vector<Edit>& edits) {
  std::vector<Chunk> chunks;
  std::size_t copied = 0;  // how far the last chunk's replacement accounts for the original
  for (const Edit& edit : edits) {
    // Inside lines that are touched already nothing is to be looked up: they may be long.
    const bool inside = !chunks.empty() && edit.span.end < chunks.back().end;
    const Span lines = inside ? edit.span : touched_lines(original, edit);
    const bool joins = !chunks.empty() && edit.span.begin <= chunks.back().end;
    if (!joins) {
      if (!chunks.empty())
        chunks.back().replacement.append(original.substr(copied, chunks.back().end - copied));
      chunks.push_back({lines.begin, lines.end, {}});
      copied = lines.begin;
    }
    Chunk& chunk = chunks.back();
    chunk.end = std::max(chunk.end, lines.end);
    chunk.replacement.append(original.substr(copied, edit.span.begin - copied)).append(edit.text);
    copied = edit.span.end;
  }
  if (!chunks.empty())
    chunks.back().replacement.append(original.substr(copied, chunks.back().end - copied));
  for (Chunk& chunk : chunks) shrink(original, chunk);
  std::erase_if(chunks, [](const Chunk& c) { return c.begin == c.end && c.replacement.empty(); });
  return chunks;
}

std::size_t append_lines(std::string& out, char mark, std::string_view lines) {
  std::size_t count = 0;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, line_end(lines, 0));
    out.append(1, mark).append(line);
    if (!line.ends_with('\n')) out.append("\n\\ No newline at end of file\n");
    lines.remove_prefix(line.size());
    ++count;
  }
  return count;
}

std::size_t back_lines(std::string_view text, std::size_t at, std::size_t floor) {
  for (std::size_t i = 0; i < context_lines && at > floor; ++i) at = line_begin(text, at - 1);
  return std::max(at, floor);
}

std::size_t forward_lines(std::string_view text, std::size_t at) {
  for (std::size_t i = 0; i < context_lines && at < text.size(); ++i) at = line_end(text, at);
  return at;
}

// Block by block, so that a count fits into a byte and the compiler looks at many bytes at once.
std::size_t count_lines(std::string_view text) {
  constexpr std::size_t block = 240;
  std::size_t lines = 0;
  for (; !text.empty(); text.remove_prefix(std::min(text.size(), block))) {
    unsigned char count = 0;
    for (const char c : text.substr(0, block))
      count = static_cast<unsigned char>(count + (c == '\n'));
    lines += count;
  }
  return lines;
}

std::string range(std::size_t first_line, std::size_t count) {
  // A range of no lines names the line before it.
  std::string text = std::to_string(count == 0 ? first_line - 1 : first_line);
  return count == 1 ? text : text + "," + std::to_string(count);
}

// As git does: a name with a control character, a quote or a backslash stands quoted.
std::string quoted(const std::string& name) {
  std::string escaped;
  bool plain = true;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F && c != '"' && c != '\\') {
      escaped += c;
      continue;
    }
    plain = false;
    if (c == '"' || c == '\\') {
      escaped.append(1, '\\').append(1, c);
    } else {
      escaped += '\\';
      for (const int shift : {6, 3, 0}) escaped += static_cast<char>('0' + ((byte >> shift) & 7));
    }
  }
  return plain ? name : '"' + escaped + '"';
}

}  // namespace

std::string unified_diff(std::string_view file_name, std::string_view original,
                         const std::vector<Edit>& sorted_edits) {
  const std::vector<Chunk> chunks = chunks_of(original, sorted_edits);
  if (chunks.empty()) return {};
  const std::string name(file_name);
  // git ends a name that has a blank in it with a tab, so that patch knows where it ends.
  const std::string end_of_name = name.find(' ') == std::string::npos ? "\n" : "\t\n";
  std::string out =
      "--- " + quoted("a/" + name) + end_of_name + "+++ " + quoted("b/" + name) + end_of_name;

  std::size_t counted = 0;    // offset up to which lines are counted
  std::size_t old_line = 1;   // line number at `counted`
  std::ptrdiff_t growth = 0;  // new lines minus old lines so far
  for (std::size_t i = 0; i < chunks.size();) {
    const std::size_t begin = back_lines(original, chunks[i].begin, counted);
    old_line += count_lines(original.substr(counted, begin - counted));
    std::string body;
    std::size_t old_count = 0, new_count = 0, at = begin;
    for (;;) {
      const Chunk& chunk = chunks[i];
      const std::size_t same = append_lines(body, ' ', original.substr(at, chunk.begin - at));
      const std::size_t removed =
          append_lines(body, '-', original.substr(chunk.begin, chunk.end - chunk.begin));
      const std::size_t added = append_lines(body, '+', chunk.replacement);
      old_count += same + removed;
      new_count += same + added;
      at = chunk.end;
      const std::size_t reach = forward_lines(original, at);
      ++i;
      if (i < chunks.size() && back_lines(original, chunks[i].begin, at) <= reach) continue;
      const std::size_t tail = append_lines(body, ' ', original.substr(at, reach - at));
      old_count += tail;
      new_count += tail;
      at = reach;
      break;
    }
    const auto new_line = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(old_line) + growth);
    out.append("@@ -")
        .append(range(old_line, old_count))
        .append(" +")
        .append(range(new_line, new_count));
    out.append(" @@\n").append(body);
    growth += static_cast<std::ptrdiff_t>(new_count) - static_cast<std::ptrdiff_t>(old_count);
    old_line += count_lines(original.substr(begin, at - begin));
    counted = at;
  }
  return out;
}

}  // namespace fcgi6to7
