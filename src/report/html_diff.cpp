#include "report/html_diff.hpp"

#include <cstddef>

#include "report/html_parts.hpp"

namespace fcgi6to7 {
namespace {

// The first line of a side: "@@ -12,3 +14,5 @@", '-' or '+'.
std::size_t first_line(std::string_view head, char side) {
  std::size_t at = head.find(side), number = 0;
  if (at == head.npos) return 0;
  while (++at < head.size() && head[at] >= '0' && head[at] <= '9')
    number = number * 10 + static_cast<std::size_t>(head[at] - '0');
  return number;
}

class Table {
 public:
  void add(std::string_view line) {
    if (line.starts_with("@@")) return begin_hunk(line);
    if (!in_hunk_) return;  // the names of the files
    const char mark = line.empty() ? ' ' : line.front();
    if (mark == '\\') {
      row("", "", "", line);
    } else if (mark == '+') {
      row(" class=\"add\"", "", std::to_string(after_++), line);
    } else if (mark == '-') {
      row(" class=\"del\"", std::to_string(before_++), "", line);
    } else {
      const std::string number = std::to_string(before_++);
      row("", number, std::to_string(after_++), line);
    }
  }

  std::string take() {
    end_hunk();
    return std::move(out_);
  }

 private:
  void begin_hunk(std::string_view head) {
    end_hunk();
    in_hunk_ = true;
    before_ = first_line(head, '-');
    after_ = first_line(head, '+');
    out_ +=
        "<details class=\"hunk\" open><summary>" + html(head) +
        "</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Lines from " +
        std::to_string(after_) +
        "\"><table class=\"diff\"><caption class=\"skip\">Changed lines; the first column "
        "numbers the old file, the second the new one</caption><tbody>\n";
  }

  void end_hunk() {
    if (in_hunk_) out_ += "</tbody></table></div></details>\n";
    in_hunk_ = false;
  }

  void row(std::string_view style, const std::string& before, const std::string& after,
           std::string_view line) {
    out_.append("<tr").append(style).append("><td class=\"no\">").append(before);
    out_.append("</td><td class=\"no\">").append(after).append("</td><td>");
    out_.append(html(line)).append("</td></tr>\n");
  }

  bool in_hunk_ = false;
  std::size_t before_ = 0, after_ = 0;
  std::string out_;
};

}  // namespace

std::string html_diff(std::string_view diff) {
  Table table;
  while (!diff.empty()) {
    const std::size_t end = diff.find('\n');
    std::string_view line = diff.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    table.add(line);
    diff.remove_prefix(end == diff.npos ? diff.size() : end + 1);
  }
  return table.take();
}

}  // namespace fcgi6to7
