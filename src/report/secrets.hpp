// Secrets in what is shown: which names and texts are secrets, and how they are masked.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plan/migrate.hpp"

namespace fcgi6to7 {

/// What stands in a report in the place of a secret.
constexpr std::string_view secret_mask = "***";

/// Whether the value of a variable, setting or attribute of this name is a secret: DB_PASSWORD,
/// clientSecret, API_KEY, AuthToken. "key" alone is none: it names entries of lists.
bool names_secret(std::string_view name);

/// Masks secrets in texts. Finds them by their form: [enc:…], values of attributes and variables
/// with a secret's name; and by their value, wherever a value that was added stands again.
class Masker {
 public:
  /// Adds the value of each environment variable of the plan with a secret's name.
  explicit Masker(const Plan& plan);

  /// Values of fewer than 6 bytes are found by their form alone.
  void add(std::string_view value);

  /// The text with secrets masked. Takes time in proportion to the text.
  std::string mask(std::string_view text);
  /// Masks in place.
  void apply(std::string& text);
  void apply(Plan& plan);
  void apply(Diagnostics& diagnostics);

  /// Whether anything was masked so far.
  bool has_masked() const { return masked_; }

 private:
  void add_exactly(std::string_view value);
  std::string mask_values(std::string_view text);
  std::string mask_forms(std::string text);
  void apply(Change& change);

  struct Node {
    std::unordered_map<char, std::size_t> next;
    bool is_end = false;
    bool is_cut = false;  // the value goes on behind what is kept of it
  };
  std::vector<Node> nodes_{1};
  bool masked_ = false;
};

}  // namespace fcgi6to7
