#include "fleet/reviewed.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

namespace fcgi6to7 {
namespace {

// Picks "server", "plan" and "group" out of each object of the list "servers", without a tree.
class RowPicker : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit RowPicker(
      std::function<void(const std::string&, const std::string&, const std::string&)> take)
      : take_(std::move(take)) {}

  bool found_list() const { return found_list_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

  bool key(string_t& name) override {
    key_ = name;
    return true;
  }
  bool string(string_t& value) override {
    if (!in_list_ || depth_ != row_depth) return true;
    if (key_ == "server") server_ = value;
    if (key_ == "plan") plan_ = value;
    if (key_ == "group") group_ = value;
    return true;
  }
  bool start_object(std::size_t) override {
    if (++depth_ == row_depth && in_list_) server_.clear(), plan_.clear(), group_.clear();
    return true;
  }
  bool end_object() override {
    if (depth_-- == row_depth && in_list_ && !server_.empty()) take_(server_, plan_, group_);
    return true;
  }
  bool start_array(std::size_t) override {
    if (++depth_ == list_depth && key_ == "servers") in_list_ = found_list_ = true;
    return true;
  }
  bool end_array() override {
    if (depth_-- == list_depth) in_list_ = false;
    return true;
  }

 private:
  static constexpr int list_depth = 2;
  static constexpr int row_depth = 3;

  std::function<void(const std::string&, const std::string&, const std::string&)> take_;
  std::string key_, server_, plan_, group_;
  int depth_ = 0;
  bool in_list_ = false;
  bool found_list_ = false;
};

}  // namespace

std::optional<Reviewed> Reviewed::read(const std::string& name, const std::string& bytes,
                                       const std::vector<std::string>& groups,
                                       Diagnostics& diagnostics) {
  Reviewed reviewed;
  std::unordered_set<std::string> missing(groups.begin(), groups.end());
  RowPicker picker(
      [&](const std::string& server, const std::string& plan, const std::string& group) {
        missing.erase(group);
        const bool chosen =
            groups.empty() || std::find(groups.begin(), groups.end(), group) != groups.end();
        reviewed.servers_[fingerprint(server)] = {fingerprint(plan), chosen};
      });
  if (!nlohmann::json::sax_parse(bytes, &picker) || !picker.found_list()) {
    diagnostics.add(Severity::error, "FLT022", name, "no fleet.json of a fleet plan",
                    "Name the file that fleet plan --out DIR wrote");
    return std::nullopt;
  }
  for (const std::string& group : groups)
    if (missing.count(group) > 0)
      diagnostics.add(Severity::error, "FLT022", name, "no server in it is of group " + group,
                      "Copy the group's id from the summary of fleet plan");
  if (!missing.empty()) return std::nullopt;
  return reviewed;
}

Review Reviewed::find(const std::string& server) const {
  const auto found = servers_.find(fingerprint(server));
  if (found == servers_.end()) return Review::unknown;
  return found->second.chosen ? Review::approved : Review::not_chosen;
}

Review Reviewed::compare(const std::string& server, const std::string& plan) const {
  const auto found = servers_.find(fingerprint(server));
  if (found == servers_.end()) return Review::unknown;
  return found->second.plan == fingerprint(plan) ? Review::approved : Review::changed;
}

}  // namespace fcgi6to7
