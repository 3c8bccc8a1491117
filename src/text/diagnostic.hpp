// What a run has to say about its input: findings with a stable code, a place, a phrase and a hint.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "text/source.hpp"

namespace fcgi6to7 {

enum class Severity { note, warning, error };

std::string_view to_string(Severity severity);

/// One finding. The code is stable; what it means, and what to do, stands in
/// mappings/diagnostics.ini.
struct Diagnostic {
  Severity severity = Severity::note;
  std::string code;
  std::string file;     ///< as the user named it; empty: about no file
  Place place;          ///< line 0: about the file as a whole
  std::string phrase;   ///< one phrase, no full stop
  std::string hint;     ///< what to do, in the imperative; may be empty
  std::string excerpt;  ///< the line at the place, cut to its neighbourhood when it is very long
  int caret = 0;        ///< column in the excerpt, from 1; 0: no caret
  int caret_width = 0;  ///< characters to underline
};

/// Findings in the order they were made. Collected, never thrown.
class Diagnostics {
 public:
  /// An empty span is a place: one character is underlined.
  void add(Severity severity, std::string_view code, const SourceText& source, Span where,
           std::string phrase, std::string hint = {});
  /// About a file as a whole, or (with an empty name) about the run.
  void add(Severity severity, std::string_view code, std::string_view file, std::string phrase,
           std::string hint = {});
  void add(Diagnostic finding) { items_.push_back(std::move(finding)); }
  void append(Diagnostics other);
  /// Calls change with every finding.
  /// Leaves out the others.
  void keep_if(const std::function<bool(const Diagnostic&)>& is_wanted);
  void rewrite(const std::function<void(Diagnostic&)>& change);
  /// Every warning becomes an error, but for those whose code is advice.
  void make_strict(const std::function<bool(std::string_view code)>& is_advice);

  const std::vector<Diagnostic>& all() const { return items_; }
  std::size_t count(Severity severity) const;
  bool has_errors() const { return count(Severity::error) > 0; }

 private:
  std::vector<Diagnostic> items_;
};

}  // namespace fcgi6to7
