#include "plan/environment.hpp"

#include <unordered_map>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  EnvironmentList read() {
    while (at_ < text_.size()) {
      skip_blanks();
      if (at_ < text_.size() && text_[at_] != ',') read_variable();
      skip_blanks();
      if (at_ < text_.size()) ++at_;  // the comma
    }
    return std::move(list_);
  }

 private:
  void remark(Severity severity, std::string_view code, std::string phrase, std::string hint) {
    list_.remarks.push_back({severity, std::string(code), std::move(phrase), std::move(hint)});
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  void read_variable() {
    const std::size_t end = text_.find_first_of(":=,", at_);
    const std::string name(trim(text_.substr(at_, end - at_)));
    if (end == text_.npos || text_[end] == ',' || name.empty()) {
      remark(Severity::warning, "PLN022", "'" + name + "' has no value; it is left out",
             "Write NAME:VALUE; a comma inside a value is written /,");
      at_ = end == text_.npos ? text_.size() : end;
      if (at_ < text_.size() && text_[at_] != ',')
        at_ = std::min(text_.find(',', at_), text_.size());
      return;
    }
    if (name.find('"') != name.npos)
      remark(Severity::warning, "PLN022", "a quote in the name of " + name + "; it is kept",
             "Put the quotes around the value alone: NAME:\"VALUE\"");
    if (text_[end] == '=')
      remark(Severity::warning, "PLN020", "'=' after '" + name + "' is read as ':'",
             "Write " + name + ":VALUE");
    at_ = end + 1;
    add(name, read_value(name));
  }

  std::string read_value(const std::string& name) {
    skip_blanks();
    std::string value;
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    if (quoted) {
      ++at_;
      read_until('"', name, value);
      if (at_ == text_.size())
        remark(Severity::warning, "PLN022", "the quote after '" + name + "' is never closed",
               "Close the quote");
      else
        ++at_;
    }
    std::string rest;
    read_until(',', name, rest);
    rest = trim(rest);
    if (quoted && !rest.empty())
      remark(Severity::warning, "PLN022",
             "text after the closing quote of '" + name + "'; it is kept",
             "Close the quote at the end of the value");
    return value + rest;
  }

  // '/' escapes a comma and itself, also inside quotes.
  void read_until(char end, const std::string& name, std::string& value) {
    for (; at_ < text_.size() && text_[at_] != end; ++at_) {
      if (text_[at_] == '/') {
        const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
        if (next == '/' || next == ',') {
          if (next == '/' && value.ends_with(':')) double_slash(name);
          ++at_;
        } else if (!told_slash_) {
          told_slash_ = true;
          remark(Severity::note, "PLN021",
                 "a single '/' in the value of '" + name + "' is kept as it stands",
                 "'//' is the documented way to write a slash");
        }
      }
      value += text_[at_];
    }
  }

  void double_slash(const std::string& name) {
    remark(Severity::note, "PLN021",
           "'//' in the value of '" + name + "' is one slash, as it was on IIS 6",
           "If two were meant, write ////");
  }

  void add(const std::string& name, std::string value) {
    const auto [entry, is_new] = places_.try_emplace(fold_case(name), list_.variables.size());
    if (is_new) {
      list_.variables.push_back({name, std::move(value)});
      return;
    }
    remark(Severity::warning, "PLN023",
           "'" + name + "' stands twice in the list; the last one is taken",
           "Remove one of the two");
    list_.variables[entry->second].value = std::move(value);
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  bool told_slash_ = false;
  EnvironmentList list_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace

EnvironmentList read_environment(std::string_view raw) {
  const bool whole_quoted =
      raw.size() >= 2 && raw.front() == '"' && raw.find('"', 1) == raw.size() - 1;
  return Reader(whole_quoted ? raw.substr(1, raw.size() - 2) : raw).read();
}

}  // namespace fcgi6to7
