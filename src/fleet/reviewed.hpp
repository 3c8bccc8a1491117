// What a person reviewed: the servers of a fleet.json, with the fingerprints of their plans.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "fleet/fingerprint.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// The verdict on one server.
enum class Review {
  approved,
  not_chosen,  ///< of a group that was not named
  unknown,     ///< not among the reviewed servers
  changed,     ///< its plan is not what was reviewed
};

/// Servers by the fingerprint of their names: a few dozen bytes each.
class Reviewed {
 public:
  /// Reads a fleet.json. Groups that are named must be in it; none named means all. Nothing, with
  /// errors, when it is none.
  static std::optional<Reviewed> read(const std::string& name, const std::string& bytes,
                                      const std::vector<std::string>& groups,
                                      Diagnostics& diagnostics);

  /// Before planning: whether the server is to be touched at all.
  Review find(const std::string& server) const;
  /// After planning.
  Review compare(const std::string& server, const std::string& plan) const;

 private:
  struct Entry {
    Fingerprint plan;
    bool chosen = false;
  };
  struct Hash {
    std::size_t operator()(const Fingerprint& print) const {
      return static_cast<std::size_t>(print.low);
    }
  };

  std::unordered_map<Fingerprint, Entry, Hash> servers_;
};

}  // namespace fcgi6to7
