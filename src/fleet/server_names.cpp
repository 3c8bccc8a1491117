#include <algorithm>
#include <array>

#include "fleet/server.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t longest_name = 1024;  // bytes
constexpr std::size_t longest_part = 200;   // bytes: below every system's limit, with our endings

bool is_device(std::string_view part) {
  const std::string stem = fold_case(trim(part.substr(0, part.find('.'))));
  static constexpr std::array devices = {"con", "prn", "aux", "nul", "conin$", "conout$"};
  if (std::find(devices.begin(), devices.end(), stem) != devices.end()) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
         stem[3] >= '0' && stem[3] <= '9';
}

std::string refuses_part(std::string_view part) {
  const std::string shown = "'" + std::string(part) + "'";
  if (part.empty()) return "has an empty part";
  if (part == "." || part == "..") return "leads out of the output folder";
  if (part.size() > longest_part) return "has a part that is too long for a folder's name";
  for (const char c : part) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return "holds a control character";
    if (std::string_view("<>:\"|?*").find(c) != std::string_view::npos)
      return "holds '" + std::string(1, c) + "', which no folder's name may have on Windows";
  }
  if (part.ends_with('.') || part.ends_with(' '))
    return shown + " ends with a dot or a blank, which Windows drops";
  if (is_device(part)) return shown + " is the name of a device on Windows";
  return {};
}

}  // namespace

std::string refuses_server_name(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.size() > longest_name) return "is longer than a path may be";
  if (name.front() == '/' || name.front() == '\\') return "is an absolute path";
  if (name.size() > 1 && name[1] == ':') return "begins with a drive letter";
  const std::string folded = fold_case(name.substr(0, name.find_first_of("/\\")));
  if (folded.starts_with("fleet.") && (folded.ends_with(".json") || folded.ends_with(".jsonl")))
    return "is the name of a file that the run writes itself";
  std::size_t begin = 0;
  while (begin <= name.size()) {
    const std::size_t end = std::min(name.find_first_of("/\\", begin), name.size());
    if (std::string why = refuses_part(name.substr(begin, end - begin)); !why.empty()) return why;
    begin = end + 1;
  }
  return {};
}

}  // namespace fcgi6to7
