// Colours for a terminal, and text that is safe to show there.
#pragma once

#include <string>
#include <string_view>

namespace fcgi6to7 {

/// Colours that can be read on light and on dark ground; none when off.
class Ink {
 public:
  explicit Ink(bool on) : on_(on) {}

  std::string red(std::string_view text) const { return paint("31", text); }
  std::string green(std::string_view text) const { return paint("32", text); }
  std::string yellow(std::string_view text) const { return paint("33", text); }
  std::string cyan(std::string_view text) const { return paint("36", text); }
  std::string bold(std::string_view text) const { return paint("1", text); }

 private:
  std::string paint(std::string_view code, std::string_view text) const;

  bool on_;
};

/// The text with control characters (escape sequences too) shown as \xNN, and with marks that turn
/// the direction of a line round, or end it, as \uNNNN.
std::string printable(std::string_view text);

/// Lines of text for a terminal of so many columns: a longer one goes on in the next, at blanks,
/// and further in. Colour sequences take no column. Width 0 changes nothing.
std::string folded(std::string_view lines, std::size_t width);

/// A unified diff for people: in colour, without the carriage returns of its lines, printable.
std::string shown_diff(std::string_view diff, const Ink& ink);

}  // namespace fcgi6to7
