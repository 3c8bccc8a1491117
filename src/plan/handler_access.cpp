#include "plan/handler_access.hpp"

#include "metabase/metabase.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

bool has_flag(std::string_view policy, std::string_view flag) {
  while (!policy.empty()) {
    const std::size_t comma = policy.find(',');
    if (equal_without_case(trim(policy.substr(0, comma)), flag)) return true;
    if (comma == policy.npos) return false;
    policy.remove_prefix(comma + 1);
  }
  return false;
}

bool runs_scripts(std::string_view policy) {
  return has_flag(policy, "Script") || has_flag(policy, "Execute");
}

bool ran_scripts(unsigned access_flags) {
  return (access_flags & (access_script | access_execute)) != 0;
}

std::string without_scripts(std::string_view policy) {
  std::string left;
  while (!policy.empty()) {
    const std::size_t comma = policy.find(',');
    const std::string_view flag = trim(policy.substr(0, comma));
    if (!equal_without_case(flag, "Script") && !equal_without_case(flag, "Execute"))
      left.append(left.empty() ? "" : ", ").append(flag);
    if (comma == policy.npos) break;
    policy.remove_prefix(comma + 1);
  }
  return left.empty() ? "None" : left;
}

}  // namespace

void AccessPolicy::enter(const Section* section) {
  const Attribute* own = section ? section->element.find("accessPolicy") : nullptr;
  if (own) before_ = now_ = own->value;
}

std::optional<std::string> AccessPolicy::settle(unsigned access_flags) {
  std::string wanted = now_;
  if (!ran_scripts(access_flags) && runs_scripts(now_))
    wanted = without_scripts(now_);
  else if (ran_scripts(access_flags) && !runs_scripts(now_) && runs_scripts(before_))
    wanted = before_;
  if (wanted == now_) return std::nullopt;
  now_ = wanted;
  return wanted;
}

bool AccessPolicy::is_too_narrow(unsigned access_flags) const {
  return ran_scripts(access_flags) && !runs_scripts(now_);
}

}  // namespace fcgi6to7
