// A page for a browser with a table of all servers of a fleet that sorts, filters and searches.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "report/json_writer.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// What the columns of such a page are called. Words of ours: they are not escaped.
struct ServersPageWords {
  std::string_view title;
  std::array<std::string_view, 3> numbers;  ///< "changes", "errors", "warnings"
  std::string_view mark;                    ///< the last column: "group or error"
  std::string_view mark_alone;              ///< what it holds beside errors: "group"
  std::vector<std::string_view> statuses;   ///< that can be chosen, and are CSS classes of page.css
};

/// A finding of one server, once however often it occurs.
struct PageFinding {
  Severity severity = Severity::note;
  std::string_view code, phrase, hint;
  std::uint64_t times = 1;
};

/// One server as a row and, when its name is clicked, in detail.
struct PageServer {
  std::string_view server, status;
  std::array<std::uint64_t, 3> numbers{};
  std::string_view mark, error, config, written, backup;
  bool left_out = false;
  std::vector<PageFinding> findings;
};

/// Collects rows as they come, some 400 bytes a server.
class ServersPage {
 public:
  explicit ServersPage(ServersPageWords words) : words_(std::move(words)) {}

  void add(const PageServer& server);
  /// `upper` is HTML from the page's header to the table.
  std::string write(std::string_view upper) const;

 private:
  std::string servers_section() const;

  ServersPageWords words_;
  std::string rows_;
  std::string findings_;  // each kind once
  std::unordered_map<std::string, std::uint64_t> kinds_;
};

/// A number in a tile of the page's head; the style counts when it is above zero.
std::string page_tile(std::uint64_t number, std::string_view words, std::string_view style);

}  // namespace fcgi6to7
