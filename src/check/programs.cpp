#include "check/programs.hpp"

#include <algorithm>
#include <unordered_set>

#include "ini/lines.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// A value of php.ini: quotes and what follows them, or a comment, are no part of it.
std::string plain_value(std::string_view value) {
  if (value.starts_with('"'))
    return std::string(value.substr(1, std::min(value.find('"', 1), value.size()) - 1));
  return std::string(trim(value.substr(0, value.find(';'))));
}

std::optional<EngineSettings> read_settings(const Element& application, const Engine& engine,
                                            const Inputs& inputs) {
  if (!inputs.read || engine.settings_file.empty()) return std::nullopt;
  std::vector<std::string> places;
  if (const Element* variables = application.child("environmentVariables"))
    for (const Element& variable : variables->children)
      if (equal_without_case(variable.value("name"), engine.settings_variable)) {
        const std::string named(variable.value("value"));
        places.push_back(named);  // PHPRC may name the file itself
        places.push_back(named + "\\" + engine.settings_file);
      }
  places.push_back(std::string(folder_of(application.value("fullPath"))) + "\\" +
                   engine.settings_file);
  for (const std::string& place : places) {
    const auto bytes = inputs.read(place);
    if (!bytes || bytes->find('\0') != bytes->npos) continue;
    EngineSettings settings{place, {}};
    const std::string_view text = *bytes;
    for (const IniLine& line : read_ini_lines(text))
      if (line.kind == IniLineKind::entry)
        settings.values[fold_case(text.substr(line.name.begin, line.name.size()))] =
            plain_value(text.substr(line.value.begin, line.value.size()));
    return settings;
  }
  return std::nullopt;
}

// What the levels of one site say of handler mappings.
struct SiteMappings {
  bool cleared = false;
  std::unordered_set<std::string> removed;  // names
  std::vector<const Element*> added;
};

class Finder {
 public:
  Finder(const ServerModel& server, const Mapping& mapping, const Inputs& inputs)
      : server_(server), mapping_(mapping), inputs_(inputs) {}

  Programs find() {
    for (const LevelSection& section : server_.find("fastCgi"))
      for (const Element& application : section.at->children)
        if (application.name == "application") take(application);
    for (const LevelSection& section : server_.find("handlers"))
      note_removals(section.level, *section.at);
    for (const FastCgiHandler& handler : server_.fast_cgi_handlers)
      (handler.level.empty() ? everywhere_ : sites_[fold_case(site_of_level(handler.level))].added)
          .push_back(handler.at);
    result_.lists.push_back(applications_of({}));
    for (const WebSite& site : server_.sites) {
      const auto own = sites_.find(site.key);
      result_.of_site.push_back(own == sites_.end() ? 0 : result_.lists.size());
      if (own != sites_.end()) result_.lists.push_back(applications_of(own->second));
    }
    return std::move(result_);
  }

 private:
  void take(const Element& application) {
    applications_.emplace(
        fold_case(application.value("fullPath")) + "|" + fold_case(application.value("arguments")),
        &application);
    const Engine* engine = mapping_.find_engine(application.value("fullPath"));
    if (!engine) return;
    if (auto settings = read_settings(application, *engine, inputs_))
      result_.settings.emplace(&application, std::move(*settings));
  }

  // Below a site's root the rest of the site keeps what it has.
  void note_removals(std::string_view level, const Element& section) {
    if (level.empty() || level.find('/') != level.npos) return;
    SiteMappings& site = sites_[fold_case(level)];
    for (const Element& child : section.children) {
      if (child.name == "clear") site.cleared = true;
      if (child.name == "remove") site.removed.emplace(child.value("name"));
    }
  }

  std::vector<const Element*> applications_of(const SiteMappings& site) const {
    std::vector<const Element*> list;
    std::unordered_set<const Element*> seen;
    const auto add = [&](const Element& handler) {
      const auto found = applications_.find(program_of(handler));
      if (found != applications_.end() && seen.insert(found->second).second)
        list.push_back(found->second);
    };
    for (const Element* handler : everywhere_)
      if (!site.cleared && !site.removed.contains(std::string(handler->value("name"))))
        add(*handler);
    for (const Element* handler : site.added) add(*handler);
    return list;
  }

  const ServerModel& server_;
  const Mapping& mapping_;
  const Inputs& inputs_;
  std::unordered_map<std::string, const Element*> applications_;
  std::vector<const Element*> everywhere_;
  std::unordered_map<std::string, SiteMappings> sites_;
  Programs result_;
};

}  // namespace

std::string_view EngineSettings::value(std::string_view name) const {
  const auto found = values.find(fold_case(name));
  return found == values.end() ? std::string_view() : std::string_view(found->second);
}

bool EngineSettings::is_on(std::string_view name) const {
  const std::string text = fold_case(value(name));
  return text == "1" || text == "on" || text == "yes" || text == "true";
}

std::optional<unsigned long long> EngineSettings::size(std::string_view name) const {
  std::string_view text = value(name);
  if (text.empty()) return std::nullopt;
  unsigned shift = 0;
  switch (text.back()) {
    case 'k':
    case 'K':
      shift = 10;
      break;
    case 'm':
    case 'M':
      shift = 20;
      break;
    case 'g':
    case 'G':
      shift = 30;
      break;
    default:
      break;
  }
  if (shift > 0) text.remove_suffix(1);
  const auto number = decimal(trim(text));
  if (!number || *number > (~0ULL >> shift)) return std::nullopt;
  return *number << shift;
}

std::string EngineSettings::folder(std::string_view name) const {
  std::string_view path = value(name);
  if (name == "session.save_path") {
    const std::string_view handler = value("session.save_handler");
    if (!handler.empty() && !equal_without_case(handler, "files")) return {};
    if (const std::size_t last = path.rfind(';'); last != path.npos) path.remove_prefix(last + 1);
  }
  const bool is_full = path.size() > 2 && path[1] == ':';
  return is_full ? std::string(path) : std::string();
}

const EngineSettings* Programs::find_settings(const Element* application) const {
  const auto found = settings.find(application);
  return found == settings.end() ? nullptr : &found->second;
}

std::string program_of(const Element& handler) {
  std::string processor = fold_case(handler.value("scriptProcessor"));
  if (processor.find('|') == processor.npos) processor += '|';
  return processor;
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.find_last_of("\\/");
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

Programs find_programs(const ServerModel& server, const Mapping& mapping, const Inputs& inputs) {
  return Finder(server, mapping, inputs).find();
}

}  // namespace fcgi6to7
