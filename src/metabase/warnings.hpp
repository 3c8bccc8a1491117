// Warnings of one reading: the first of each kind, and how many more there were.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// Passes the first 20 warnings of a code on and counts the others, so that a file with a million
/// of them fills neither memory nor screen.
class MetaWarnings {
 public:
  /// Both have to outlive it.
  MetaWarnings(const SourceText& source, Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics) {}

  void add(std::string_view code, Span where, std::string phrase, std::string hint);

  /// Says of each code how many were not passed on.
  void finish();

 private:
  const SourceText& source_;
  Diagnostics& diagnostics_;
  std::map<std::string_view, std::size_t> counts_;  // by code, which are literals
};

}  // namespace fcgi6to7
