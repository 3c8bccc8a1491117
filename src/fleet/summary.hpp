// The sum of a run: counts, groups of servers whose plans are alike, the commonest findings, and
// the failures. Rows pass through; what stays in memory does not grow with their number, but for
// some 150 bytes a group.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleet/row.hpp"
#include "report/report.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

class Summary {
 public:
  /// Rows in server order: the same rows give the same summary.
  void add(const Row& row);
  /// About the run as a whole: folders that cannot be read, links that are not followed.
  void add(const Diagnostics& findings);
  void set_interrupted() { interrupted_ = true; }
  void set_stopped() { stopped_ = true; }

  bool has_failures() const { return failed_ > 0 || run_errors_ > 0; }
  bool has_changes() const { return changed_ > 0; }
  bool has_left_out() const { return left_out_ > 0; }
  std::uint64_t servers() const { return changed_ + unchanged_ + failed_; }
  std::uint64_t failed() const { return failed_; }

  /// For people. `details` is the file with everything; empty: there is none.
  std::string text(std::string_view command, const std::string& details,
                   const TextStyle& style) const;
  /// The upper part of the fleet's page: totals, groups, findings.
  std::string html(std::string_view command) const;
  std::string markdown(std::string_view command) const;
  /// The members of fleet.json but for the servers.
  void write(JsonWriter& out, std::string_view command) const;

 private:
  static constexpr std::size_t shown_servers = 3;

  struct Group {
    std::uint64_t servers = 0;
    std::uint64_t order = 0;  // of its first server
    std::size_t changes = 0;
    std::vector<std::string> examples;
    std::vector<std::string> lines;
  };
  struct Kind {
    Severity severity = Severity::note;
    std::string code, phrase;
    std::uint64_t servers = 0;
    std::uint64_t times = 0;
    std::uint64_t order = 0;
    std::uint64_t last = 0;  // the server that had it last
    std::vector<std::string> examples;
  };
  struct Failed {
    std::string server, error;
  };

  void add_group(const Row& row);
  void add_finding(const Row& row, const FoldedFinding& finding);
  std::vector<const std::pair<const std::string, Group>*> groups() const;
  std::vector<const Kind*> kinds() const;
  void write_groups(JsonWriter& out) const;
  void write_findings(JsonWriter& out) const;
  void html_groups(std::string& out) const;
  void html_findings(std::string& out) const;
  void text_groups(std::string& out, const TextStyle& style) const;
  void text_findings_of(std::string& out, const TextStyle& style) const;
  void text_failures(std::string& out, const TextStyle& style) const;
  std::string headline(std::string_view command) const;

  std::uint64_t changed_ = 0, unchanged_ = 0, failed_ = 0, warned_ = 0, left_out_ = 0;
  std::uint64_t run_errors_ = 0, run_findings_left_ = 0;
  bool interrupted_ = false, stopped_ = false;
  std::unordered_map<std::string, Group> groups_;
  std::size_t described_ = 0;
  std::unordered_map<std::string, Kind> kinds_;
  std::vector<Failed> failures_;
  std::vector<Diagnostic> run_findings_;
};

}  // namespace fcgi6to7
