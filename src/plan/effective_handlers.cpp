#include "plan/effective_handlers.hpp"

#include <algorithm>

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
  list_.insert(list_.begin(), own.begin(), own.end());
  return by_child;
}

void EffectiveHandlers::remove(std::string_view name) {
  std::erase_if(list_, [&](const Handler* handler) { return handler->name == name; });
}

Handler* EffectiveHandlers::first(std::string_view file_name, std::string_view verb) const {
  const auto found = std::find_if(list_.begin(), list_.end(),
                                  [&](const Handler* h) { return h->takes(file_name, verb); });
  return found == list_.end() ? nullptr : *found;
}

}  // namespace fcgi6to7
