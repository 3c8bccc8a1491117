// Random and hostile inputs, the same for the same seed: odd inis, odd configs, any options.
#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/migration.hpp"
#include "text/encoding.hpp"

namespace fcgi6to7::test {

class RandomInputs {
 public:
  explicit RandomInputs(unsigned seed) : random_(seed) {}

  Inputs inputs();
  Options options();
  std::string ini();
  std::string config();

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  bool chance(unsigned percent) { return below(100) < percent; }
  template <typename List>
  std::string any(const List& list) {
    return std::string(list[below(std::size(list))]);
  }

  std::string any_case(std::string text);
  std::string number();
  std::string path();
  std::string pool_name();
  std::string value_of(std::string_view setting);
  std::string setting();
  std::string noise();
  std::string binding();
  std::string encoded(std::string text, bool may_be_utf16);

  struct Style {
    std::string newline, unit, end_of_tag;
    bool one_line = false;
  };
  std::string line(const Style& style, std::size_t depth, std::string_view text);
  std::string attribute(std::string_view name, std::string_view value);
  std::string application(const Style& style, std::size_t depth);
  std::string fast_cgi(const Style& style, std::size_t depth);
  std::string handlers(const Style& style, std::size_t depth);
  std::string group(const Style& style, std::size_t depth, bool with_fast_cgi, bool with_handlers);
  std::string declarations(const Style& style);
  std::string body(const Style& style);

  std::mt19937 random_;
};

}  // namespace fcgi6to7::test
