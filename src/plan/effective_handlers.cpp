#include "plan/effective_handlers.hpp"

#include <algorithm>
#include <unordered_map>

#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

// Calls back for each part of a comma-separated list until one answers true.
template <typename Test>
bool any_part(std::string_view list, Test test) {
  while (true) {
    const std::size_t comma = list.find(',');
    if (test(trim(list.substr(0, comma)))) return true;
    if (comma == list.npos) return false;
    list.remove_prefix(comma + 1);
  }
}

// '*' and '?' as in handler paths, without case (both sides folded). Linear in practice: on a
// mismatch only the last '*' is moved.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = pattern.npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool lists_verb(std::string_view list, std::string_view verb) {
  return any_part(list, [&](std::string_view part) { return part == "*" || part == verb; });
}

}  // namespace

bool lists_fast_cgi(std::string_view modules) {
  return any_part(modules,
                  [](std::string_view part) { return equal_without_case(part, "FastCgiModule"); });
}

bool Handler::is_fast_cgi() const {
  return lists_fast_cgi(modules);
}

bool Handler::takes(std::string_view file_name, std::string_view wanted_verb) const {
  if (!lists_verb(verb, wanted_verb)) return false;
  const std::string file = fold_case(file_name);
  return any_part(path, [&](std::string_view part) { return matches(fold_case(part), file); });
}

bool Handler::has_path(std::string_view pattern) const {
  return any_part(path, [&](std::string_view part) { return equal_without_case(part, pattern); });
}

bool Handler::shares_verb(std::string_view verbs) const {
  return any_part(verbs,
                  [&](std::string_view part) { return part == "*" || lists_verb(verb, part); });
}

bool Handler::has_all_verbs_of(const Handler& other) const {
  if (lists_verb(verb, "*")) return true;
  return !any_part(other.verb,
                   [&](std::string_view part) { return part == "*" || !lists_verb(verb, part); });
}

Handler read_handler(const Element& add) {
  Handler handler;
  handler.name = add.value("name");
  handler.path = add.value("path");
  handler.verb = add.value("verb");
  handler.modules = add.value("modules", "ManagedPipelineHandler");
  handler.processor = add.value("scriptProcessor");
  handler.resource_type = add.value("resourceType", "Unspecified");
  handler.require_access = add.value("requireAccess", "Script");
  handler.allow_path_info = add.value("allowPathInfo") == "true";
  return handler;
}

std::vector<Handler*> EffectiveHandlers::apply(const Element& section,
                                               std::deque<Handler>& storage) {
  std::vector<Handler*> own, by_child;
  for (const Element& child : section.children) {
    by_child.push_back(nullptr);
    if (child.name == "clear") {
      own.clear();
      list_.clear();
    } else if (child.name == "remove") {
      remove(child.value("name"));
      std::erase_if(own,
                    [&](const Handler* handler) { return handler->name == child.value("name"); });
    } else if (child.name == "add") {
      storage.push_back(read_handler(child));
      own.push_back(&storage.back());
      by_child.back() = &storage.back();
    }
  }
  add_first(own);
  return by_child;
}

void EffectiveHandlers::add_first(const std::vector<Handler*>& handlers) {
  changed();
  list_.insert(list_.begin(), handlers.begin(), handlers.end());
}

void EffectiveHandlers::remove(std::string_view name) {
  changed();
  std::erase_if(list_, [&](const Handler* handler) { return handler->name == name; });
}

// Where in the list the handlers are that a file name can come to. A level may have a hundred
// thousand mappings of one extension each, and is asked about every one of them.
struct EffectiveHandlers::Index {
  std::unordered_map<std::string, std::vector<std::size_t>> by_extension;  // folded, of "*.php"
  std::vector<std::size_t> others;                                         // with any other path
};

const EffectiveHandlers::Index& EffectiveHandlers::index() const {
  if (index_) return *index_;
  const auto made = std::make_shared<Index>();
  for (std::size_t i = 0; i < list_.size(); ++i) {
    const bool other = any_part(list_[i]->path, [](std::string_view part) {
      return !part.starts_with("*.") || part.find_first_of("*?", 1) != part.npos;
    });
    if (other) {
      made->others.push_back(i);
      continue;
    }
    any_part(list_[i]->path, [&](std::string_view part) {
      made->by_extension[fold_case(part.substr(2))].push_back(i);
      return false;
    });
  }
  index_ = made;
  return *index_;
}

Handler* EffectiveHandlers::first(std::string_view file_name, std::string_view verb) const {
  std::size_t best = list_.size();
  const auto consider = [&](const std::vector<std::size_t>& candidates) {
    for (const std::size_t at : candidates) {
      if (at >= best) return;
      if (list_[at]->takes(file_name, verb)) best = at;
    }
  };
  const Index& known = index();
  const std::string file = fold_case(file_name);
  for (std::size_t dot = file.find('.'); dot != file.npos; dot = file.find('.', dot + 1)) {
    const auto found = known.by_extension.find(file.substr(dot + 1));
    if (found != known.by_extension.end()) consider(found->second);
  }
  consider(known.others);
  return best == list_.size() ? nullptr : list_[best];
}

}  // namespace fcgi6to7
