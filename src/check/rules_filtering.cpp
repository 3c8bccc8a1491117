// Rules on what requestFiltering refuses of a site's requests.
#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "check/rules.hpp"
#include "check/site_files.hpp"
#include "plan/appcmd.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// The segments that requestFiltering hides at a level: what its levels add and remove, or what IIS
// is installed with where the file says nothing.
std::vector<std::string> hidden_segments(const SectionLevels& levels, std::string_view level,
                                         const Mapping& mapping) {
  std::vector<std::string> hidden;
  std::unordered_set<std::string> removed;
  bool said = false;
  for (const Element* section : levels.all(level)) {
    const Element* list = section->child("hiddenSegments");
    if (!list) continue;
    said = true;
    bool cleared = false;
    for (const Element& child : list->children) {
      const std::string segment(child.value("segment"));
      if (child.name == "add" && !removed.contains(fold_case(segment))) hidden.push_back(segment);
      cleared = cleared || child.name == "clear";
    }
    for (const Element& child : list->children)
      if (child.name == "remove") removed.insert(fold_case(child.value("segment")));
    if (cleared) break;
  }
  const SectionRule* usual = said ? nullptr : mapping.find_section("requestFiltering");
  const AttributeRule* segment = usual ? find_rule(usual->own, "segment") : nullptr;
  return segment ? segment->usual : hidden;
}

// Folded name -> as it is spelt, for each list of sections: most sites share the server's.
class HiddenSegments {
 public:
  using Names = std::unordered_map<std::string, std::string>;

  HiddenSegments(const SectionLevels& levels, const Mapping& mapping)
      : levels_(levels), mapping_(mapping) {}

  const Names& at(std::string_view level) {
    const auto [known, is_new] = names_.try_emplace(levels_.all(level));
    if (is_new)
      for (const std::string& segment : hidden_segments(levels_, level, mapping_))
        if (!equal_without_case(segment, "web.config"))
          known->second.emplace(fold_case(segment), segment);
    return known->second;
  }

 private:
  const SectionLevels& levels_;
  const Mapping& mapping_;
  std::map<std::vector<const Element*>, Names> names_;
};

// The parts of a virtual path that have a name of the list.
std::vector<std::string> parts_among(std::string_view url, const HiddenSegments::Names& names) {
  std::vector<std::string> found;
  while (!url.empty()) {
    const std::size_t slash = std::min(url.find('/'), url.size());
    if (slash > 0)
      if (const auto name = names.find(fold_case(url.substr(0, slash))); name != names.end())
        found.push_back(name->second);
    url.remove_prefix(std::min(slash + 1, url.size()));
  }
  return found;
}

// Where libraries keep what no visitor asks for.
bool is_of_libraries(std::string_view folder) {
  return folder.starts_with('.') || equal_without_case(folder, "vendor") ||
         equal_without_case(folder, "node_modules");
}

// What a browser asks for.
bool is_for_visitors(std::string_view file) {
  constexpr std::string_view endings[] = {".php", ".htm", ".html", ".css", ".js",   ".png",
                                          ".jpg", ".gif", ".svg",  ".pdf", ".jpeg", ".ico"};
  const std::string folded = fold_case(file);
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view ending) { return folded.ends_with(ending); });
}

// A file as it stands on the server's disk.
std::string windows_path(const WebDirectory& directory, std::string path) {
  std::replace(path.begin(), path.end(), '/', '\\');
  return directory.physical_path + "\\" + path;
}

std::string filtering(const WebSite& site, const std::string& parameter) {
  return appcmd_set_config(site.name, "security/requestFiltering", parameter);
}

template <typename Visit>
void for_each_directory(const WebSite& site, Visit visit) {
  for (const WebApplication& application : site.applications)
    for (const WebDirectory& directory : application.directories)
      visit(application.path + (directory.path == "/" ? "" : directory.path), directory);
}

void report_hidden(const WebSite& site, const WebDirectory& directory, const std::string& segment,
                   const std::string& example, Findings& findings) {
  findings.add("CHK033", *directory.at,
               "requests below /" + segment + " of '" + site.name +
                   "' are answered with 404.8: requestFiltering hides that name" +
                   (example.empty() ? "" : ", and " + example + " is there"),
               "If visitors are to have it: " +
                   filtering(site, appcmd_remove("hiddenSegments", {{"segment", segment}})));
}

}  // namespace

void check_uploads(const CheckContext& context, Findings& findings) {
  const auto usual =
      decimal(context.mapping.section_default("requestFiltering", "maxAllowedContentLength"));
  if (context.programs.settings.empty()) return;
  const SectionLevels levels(context.server, "security/requestFiltering");
  for (std::size_t i = 0; i < context.server.sites.size(); ++i) {
    const WebSite& site = context.server.sites[i];
    for (const Element* program : context.programs.at(i)) {
      const EngineSettings* settings = context.programs.find_settings(program);
      const auto upload = settings ? settings->size("upload_max_filesize") : std::nullopt;
      const auto post = settings ? settings->size("post_max_size") : std::nullopt;
      if (!upload || !post) continue;
      const Attribute* limit = levels.find(site.name, "maxAllowedContentLength", "requestLimits");
      const auto most = limit ? decimal(limit->value) : usual;
      const unsigned long long wanted = *post == 0 ? *upload : std::min(*upload, *post);
      if (!most || wanted <= *most) continue;
      findings.add("CHK032", *site.at,
                   "site '" + site.name + "': " + settings->file + " allows uploads of " +
                       std::to_string(wanted) + " bytes, and IIS refuses more than " +
                       std::to_string(*most),
                   filtering(site, appcmd_set("requestLimits", "maxAllowedContentLength",
                                              std::to_string(std::max(wanted, *post)))));
      break;
    }
  }
}

void check_hidden_segments(const CheckContext& context, Findings& findings) {
  const SectionLevels levels(context.server, "security/requestFiltering");
  HiddenSegments hidden(levels, context.mapping);
  SiteFiles files(context.inputs);
  for (std::size_t i = 0; i < context.server.sites.size(); ++i) {
    const WebSite& site = context.server.sites[i];
    if (context.programs.at(i).empty() || !findings.concerns(*site.at)) continue;
    const HiddenSegments::Names& names = hidden.at(site.name);
    for_each_directory(site, [&](const std::string& url, const WebDirectory& directory) {
      std::unordered_set<std::string> reported;
      for (const std::string& segment : parts_among(url, names))
        if (reported.insert(segment).second) report_hidden(site, directory, segment, "", findings);
      std::string below;  // the hidden folder that the walk is in, with its name
      const std::string* segment = nullptr;
      files.walk(directory.physical_path, [&](const std::string& path, std::string_view name,
                                              bool is_folder) {
        const bool inside = segment && path.starts_with(below);
        if (!inside) segment = nullptr;
        if (!is_folder && inside && is_for_visitors(name) && reported.insert(*segment).second)
          report_hidden(site, directory, *segment, windows_path(directory, path), findings);
        if (!is_folder || is_of_libraries(name)) return false;
        if (const auto found = names.find(fold_case(name)); found != names.end() && !inside) {
          segment = &found->second;
          below = path + "/";
        }
        return true;
      });
    });
  }
}

void check_double_escaping(const CheckContext& context, Findings& findings) {
  const SectionLevels levels(context.server, "security/requestFiltering");
  SiteFiles files(context.inputs);
  for (std::size_t i = 0; i < context.server.sites.size(); ++i) {
    const WebSite& site = context.server.sites[i];
    if (context.programs.at(i).empty() || !findings.concerns(*site.at)) continue;
    const Attribute* allowed = levels.find(site.name, "allowDoubleEscaping");
    if (allowed && allowed->value == "true") continue;
    for_each_directory(site, [&](const std::string& url, const WebDirectory& directory) {
      std::string found = url.find('+') == url.npos ? "" : url;
      std::size_t more = 0;
      if (found.empty())
        files.walk(directory.physical_path,
                   [&](const std::string& path, std::string_view name, bool is_folder) {
                     const bool has_plus = name.find('+') != name.npos;
                     if (has_plus && (is_folder || is_for_visitors(name))) {
                       if (found.empty())
                         found = url + (url.ends_with('/') ? "" : "/") + path;
                       else
                         ++more;
                     }
                     return !has_plus && !is_of_libraries(name);
                   });
      if (found.empty()) return;
      findings.add("CHK036", *directory.at,
                   "requests for '" + site.name + found +
                       "' are answered with 404.11: its path holds a plus sign" +
                       (more == 0 ? "" : ", as " + std::to_string(more) + " more do"),
                   filtering(site, appcmd_set("", "allowDoubleEscaping", "true")));
    });
  }
}

}  // namespace fcgi6to7
