#include "apphost/apphost.hpp"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr unsigned parse_flags =
    pugi::parse_escapes | pugi::parse_wconv_attribute | pugi::parse_cdata | pugi::parse_eol;

// What surroundings are, beside <sites> and <applicationPools>.
constexpr std::string_view surrounding_sections[] = {
    "defaultDocument",
    "httpErrors",
    "security/isapiCgiRestriction",
    "security/requestFiltering",
    "security/authorization",
    "security/authentication/anonymousAuthentication"};

bool has_surroundings(const SourceText& xml, Extent extent) {
  return extent == Extent::serving && xml.text().size() <= most_bytes_with_surroundings;
}

bool is_surrounding(std::string_view section) {
  return std::find(std::begin(surrounding_sections), std::end(surrounding_sections), section) !=
         std::end(surrounding_sections);
}

// One element seen by both readers: pugixml's node and the outline's tag.
struct Cursor {
  pugi::xml_node node;
  std::uint32_t index;
};

class Reader {
 public:
  Reader(const SourceText& source, const std::vector<Tag>& tags, Diagnostics& diagnostics,
         bool with_surroundings)
      : source_(source),
        xml_(source.text()),
        tags_(tags),
        diagnostics_(diagnostics),
        with_surroundings_(with_surroundings) {}

  std::optional<AppHost> read() {
    pugi::xml_document document;
    if (!load(document)) return std::nullopt;
    read_root({document.document_element(), 0});
    if (failed_) return std::nullopt;
    return std::move(host_);
  }

  std::optional<ElementTree> read_whole() {
    pugi::xml_document document;
    if (!load(document) || !check_root({document.document_element(), 0})) return std::nullopt;
    Element root = capture({document.document_element(), 0});
    if (failed_) return std::nullopt;
    return ElementTree{std::move(root), std::move(host_.decoded)};
  }

 private:
  bool load(pugi::xml_document& document) {
    const auto parsed =
        document.load_buffer(xml_.data(), xml_.size(), parse_flags, pugi::encoding_utf8);
    if (!parsed) disagree(static_cast<std::size_t>(parsed.offset));
    return !failed_;
  }

  const Tag& tag(const Cursor& at) const { return tags_[at.index]; }

  void disagree(std::size_t at) {
    if (failed_) return;
    failed_ = true;
    diagnostics_.add(Severity::error, "CFG005", source_, {at, at},
                     "two readers of the file do not agree on what stands here; nothing is changed",
                     "Simplify the XML at this place, and report it: this should not happen");
  }

  // Children of an element, checked against the outline: both must see the same names.
  template <typename Visit>
  void for_each_child(const Cursor& parent, Visit visit) {
    std::uint32_t index = parent.index + 1;
    for (const pugi::xml_node node : parent.node.children()) {
      if (node.type() != pugi::node_element) continue;
      if (failed_) return;
      if (index >= tag(parent).next || tag_name(xml_, tags_[index].begin) != node.name())
        return disagree(tag(parent).begin);
      visit(Cursor{node, index});
      index = tags_[index].next;
    }
    if (index != tag(parent).next) disagree(tag(parent).begin);
  }

  // An element with all it holds. The config's own text decides how deep; IIS nests a few levels.
  Element capture(const Cursor& at) {
    Element element{tag_name(xml_, tag(at).begin), tag(at), {}, {}};
    pugi::xml_attribute decoded = at.node.first_attribute();
    scan_attributes(xml_, tag(at), raw_attributes_);
    element.attributes.reserve(raw_attributes_.size());
    element.children.reserve(count_children(at));
    for (const RawAttribute& raw : raw_attributes_) {
      const std::string_view name = source_.slice(raw.name);
      const auto value = decoded ? value_of(raw.value, decoded.value()) : std::nullopt;
      if (!value || name != decoded.name()) {
        disagree(raw.name.begin);
        return element;
      }
      element.attributes.push_back({name, *value, raw.value});
      decoded = decoded.next_attribute();
    }
    if (decoded) disagree(tag(at).begin);
    for_each_child(at, [&](const Cursor& child) { element.children.push_back(capture(child)); });
    return element;
  }

  std::size_t count_children(const Cursor& parent) const {
    std::size_t count = 0;
    for (std::uint32_t i = parent.index + 1; i < tag(parent).next; i = tags_[i].next) ++count;
    return count;
  }

  // A value as a view that lasts: of the text, or of what is decoded. Without entities and line
  // ends both are the same bytes; nothing when they are not.
  std::optional<std::string_view> value_of(Span raw, std::string_view decoded) {
    const std::string_view text = source_.slice(raw);
    if (text == decoded) return text;
    if (text.find_first_of("&\r\n\t") == text.npos) return std::nullopt;
    return host_.decoded.emplace_back(decoded);
  }

  bool check_root(const Cursor& root) {
    if (std::strcmp(root.node.name(), "configuration") != 0) {
      diagnostics_.add(
          Severity::error, "CFG006", source_, {tag(root).begin, tag(root).inside},
          "the root element is <" + std::string(root.node.name()) + ">, not <configuration>",
          "Pass the whole applicationHost.config of the server, not a part of it");
      failed_ = true;
    }
    return !failed_;
  }

  void read_root(const Cursor& root) {
    if (!check_root(root)) return;
    host_.root = tag(root);
    for_each_child(root, [&](const Cursor& at) {
      const std::string_view name = at.node.name();
      if (name == "configSections")
        read_declarations(at, "");
      else if (name == "system.applicationHost")
        read_application_host(at);
      else if (name == "system.webServer")
        read_group(at, "", std::nullopt);
      else if (name == "location")
        read_location(at);
    });
  }

  void read_declarations(const Cursor& parent, const std::string& prefix) {
    for_each_child(parent, [&](const Cursor& at) {
      const std::string path = prefix + at.node.attribute("name").value();
      if (std::strcmp(at.node.name(), "sectionGroup") == 0) {
        read_declarations(at, path + "/");
      } else if (std::strcmp(at.node.name(), "section") == 0) {
        host_.declared.insert(path);
      }
    });
  }

  void read_application_host(const Cursor& parent) {
    for_each_child(parent, [&](const Cursor& at) {
      const std::string_view name = at.node.name();
      if (name == "sites")
        for_each_child(at, [&](const Cursor& site) {
          if (std::strcmp(site.node.name(), "site") == 0) read_site(site);
        });
      if (with_surroundings_ && (name == "sites" || name == "applicationPools"))
        host_.surroundings.of_server.push_back(capture(at));
    });
  }

  void read_site(const Cursor& at) {
    Site site{at.node.attribute("name").value(),
              at.node.attribute("id").value(),
              {tag(at).begin, tag(at).inside},
              {}};
    for (const pugi::xml_node application : at.node.children("application")) {
      const auto root = application.find_child_by_attribute("virtualDirectory", "path", "/");
      site.applications.push_back({application.attribute("path").value(),
                                   application.attribute("applicationPool").value(),
                                   root.attribute("physicalPath").value()});
    }
    // IIS takes no site without a name; what was meant for it would land at server level.
    if (!level_of(site.name).empty()) host_.sites.push_back(std::move(site));
  }

  void read_location(const Cursor& at) {
    Location location;
    location.level = level_of(at.node.attribute("path").value());
    location.tag = tag(at);
    location.inherits_to_children = at.node.attribute("inheritInChildApplications").as_bool(true);
    location.override_mode = at.node.attribute("overrideMode").value();
    if (const auto allow = at.node.attribute("allowOverride"))
      location.override_mode = allow.as_bool() ? "Allow" : "Deny";
    const std::size_t index = host_.locations.size();
    const std::string level = location.level;
    host_.locations.push_back(std::move(location));
    for_each_child(at, [&](const Cursor& child) {
      if (std::strcmp(child.node.name(), "system.webServer") == 0) read_group(child, level, index);
    });
  }

  static std::string level_of(std::string_view path) {
    while (path.starts_with('/')) path.remove_prefix(1);
    while (path.ends_with('/')) path.remove_suffix(1);
    return path == "." ? std::string() : std::string(path);
  }

  static bool lists_fast_cgi(const pugi::xml_node& modules) {
    const auto names_it = [](const pugi::xml_node& add) {
      return equal_without_case(add.attribute("name").value(), "FastCgiModule");
    };
    const auto adds = modules.children("add");
    return std::any_of(adds.begin(), adds.end(), names_it);
  }

  void read_group(const Cursor& at, const std::string& level, std::optional<std::size_t> location) {
    host_.groups.push_back({level, tag(at), location});
    for_each_child(at, [&](const Cursor& child) {
      const std::string_view name = child.node.name();
      if (level.empty() && name == "globalModules") host_.lists_modules = true;
      if (level.empty() && name == "globalModules" && lists_fast_cgi(child.node))
        host_.registers_fast_cgi = true;
      if (level.empty() && name == "modules" && lists_fast_cgi(child.node))
        host_.runs_fast_cgi = true;
      if (name == "fastCgi" || name == "handlers")
        host_.sections.push_back({std::string(name), level, capture(child), location});
      else if (with_surroundings_)
        read_surrounding(child, std::string(name), level, location);
    });
  }

  void read_surrounding(const Cursor& at, const std::string& name, const std::string& level,
                        std::optional<std::size_t> location) {
    if (name == "security" || name == "security/authentication")
      for_each_child(at, [&](const Cursor& child) {
        read_surrounding(child, name + "/" + child.node.name(), level, location);
      });
    else if (is_surrounding(name))
      host_.surroundings.sections.push_back({name, level, capture(at), location});
  }

  const SourceText& source_;
  const std::string_view xml_;
  const std::vector<Tag>& tags_;
  Diagnostics& diagnostics_;
  const bool with_surroundings_;
  AppHost host_;
  bool failed_ = false;
  std::vector<RawAttribute> raw_attributes_;  // of the element at hand
};

}  // namespace

std::vector<const Section*> AppHost::find(std::string_view section, std::string_view level) const {
  std::vector<const Section*> found;
  for (const Section& candidate : sections)
    if (candidate.name == section && equal_without_case(candidate.level, level))
      found.push_back(&candidate);
  return found;
}

namespace {

std::vector<Tag> outline_of(const SourceText& xml, Diagnostics& diagnostics,
                            std::string_view sealed = {}) {
  if (!xml.text().empty()) return scan_outline(xml, diagnostics, sealed);
  diagnostics.add(Severity::error, "CFG007", xml.name(), "the file is empty",
                  "Restore it from a backup or from %SystemDrive%\\inetpub\\history");
  return {};
}

}  // namespace

std::optional<AppHost> read_apphost(const SourceText& xml, Diagnostics& diagnostics,
                                    Extent extent) {
  const bool with_surroundings = has_surroundings(xml, extent);
  const std::vector<Tag> tags = outline_of(
      xml, diagnostics, with_surroundings ? "" : "configuration/system.applicationHost/sites/site");
  if (tags.empty()) return std::nullopt;
  return Reader(xml, tags, diagnostics, with_surroundings).read();
}

std::optional<ElementTree> read_elements(const SourceText& xml, Diagnostics& diagnostics) {
  const std::vector<Tag> tags = outline_of(xml, diagnostics);
  if (tags.empty()) return std::nullopt;
  return Reader(xml, tags, diagnostics, false).read_whole();
}

std::optional<std::string> read_redirection(std::string_view redirection_config) {
  pugi::xml_document document;
  if (!document.load_buffer(redirection_config.data(), redirection_config.size()))
    return std::nullopt;
  const pugi::xml_node redirection =
      document.child("configuration").child("configurationRedirection");
  if (!redirection.attribute("enabled").as_bool()) return std::nullopt;
  return redirection.attribute("path").value();
}

}  // namespace fcgi6to7
