#include "plan/handler_access.hpp"

#include "metabase/metabase.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view script = "Script";
constexpr std::string_view execute = "Execute";

template <typename Visit>
void for_each_flag(std::string_view policy, Visit visit) {
  while (true) {
    const std::size_t comma = policy.find(',');
    if (const auto flag = trim(policy.substr(0, comma)); !flag.empty()) visit(flag);
    if (comma == policy.npos) return;
    policy.remove_prefix(comma + 1);
  }
}

bool has_flag(std::string_view policy, std::string_view wanted) {
  bool found = false;
  for_each_flag(policy,
                [&](std::string_view flag) { found = found || equal_without_case(flag, wanted); });
  return found;
}

std::string without(std::string_view policy, std::string_view unwanted) {
  if (!has_flag(policy, unwanted)) return std::string(policy);
  std::string left;
  for_each_flag(policy, [&](std::string_view flag) {
    if (!equal_without_case(flag, unwanted)) left.append(left.empty() ? "" : ", ").append(flag);
  });
  return left.empty() ? "None" : left;
}

// Execute access ran scripts too.
bool allowed_scripts(unsigned access_flags) {
  return (access_flags & (access_script | access_execute)) != 0;
}

bool allowed_programs(unsigned access_flags) {
  return (access_flags & access_execute) != 0;
}

}  // namespace

void AccessPolicy::enter(const Section* section) {
  const Attribute* own = section ? section->element.find("accessPolicy") : nullptr;
  if (own) before_ = now_ = own->value;
}

std::optional<std::string> AccessPolicy::settle(unsigned access_flags, AccessNeeds needs) {
  std::string wanted = now_;
  if (!allowed_scripts(access_flags)) {
    wanted = without(without(wanted, script), execute);
  } else {
    const bool may_be_restored = !has_flag(now_, script) && has_flag(before_, script);
    if (may_be_restored) wanted = before_;
    if (needs.execute && !allowed_programs(access_flags)) wanted = without(wanted, execute);
  }
  if (wanted == now_) return std::nullopt;
  now_ = wanted;
  return wanted;
}

std::string_view AccessPolicy::missing(unsigned access_flags, AccessNeeds needs) const {
  if (needs.script && allowed_scripts(access_flags) && !has_flag(now_, script)) return script;
  if (needs.execute && allowed_programs(access_flags) && !has_flag(now_, execute)) return execute;
  return {};
}

}  // namespace fcgi6to7
