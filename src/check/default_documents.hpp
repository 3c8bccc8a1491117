// The default documents of a site, as the levels of the config and its root web.config say.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "check/server_model.hpp"
#include "plan/inputs.hpp"

namespace fcgi6to7 {

class DefaultDocuments {
 public:
  /// The web.config of the site's root counts when the disk is at hand.
  DefaultDocuments(const WebSite& site, const SectionLevels& levels, const Inputs& inputs);

  bool has(std::string_view name) const;
  /// Folded.
  const std::unordered_set<std::string>& names() const { return names_; }

 private:
  // From the nearest level on; what a nearer one removes or clears is gone.
  void take(const Element& section);
  void take_web_config(const WebSite& site, const Inputs& inputs);

  bool cleared_ = false;
  std::unordered_set<std::string> names_, removed_;
};

/// The folder of a site's root application; empty: it has none.
std::string root_folder(const WebSite& site);

}  // namespace fcgi6to7
