#include "files/temporary.hpp"

#include <atomic>
#include <optional>
#include <random>

#include "files/file_calls.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view ending = ".fcgi6to7-tmp";

// Tells this process from an earlier one with the same id: in a container that is the usual case.
const std::string& this_run() {
  static const std::string number = std::to_string(std::random_device{}());
  return number;
}

struct Maker {
  unsigned long process = 0;
  std::string_view run;
};

// Who made a temporary file, when it was made on this machine.
std::optional<Maker> maker_of(std::string_view name, std::string_view host) {
  if (!name.ends_with(ending)) return std::nullopt;
  name.remove_suffix(ending.size());
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view maker = name.substr(dot + 1);
  const std::string wanted_host = "." + std::string(host);
  if (!name.substr(0, dot).ends_with(wanted_host)) return std::nullopt;
  const std::size_t dash = maker.find('-');
  const auto process = decimal(maker.substr(0, dash));
  if (!process || dash == std::string_view::npos) return std::nullopt;
  const std::string_view rest = maker.substr(dash + 1);
  return Maker{static_cast<unsigned long>(*process), rest.substr(0, rest.find('-'))};
}

bool is_stale(const Maker& maker) {
  if (maker.process == process_id()) return maker.run != this_run();
  return !process_is_alive(maker.process);
}

}  // namespace

std::filesystem::path temporary_beside(const std::filesystem::path& target) {
  static std::atomic<unsigned> number{0};
  std::filesystem::path name = ".";
  name += target.filename();
  name += "." + host_name() + "." + std::to_string(process_id()) + "-" + this_run() + "-" +
          std::to_string(++number);
  name += std::string(ending);
  return target.parent_path() / name;
}

void remove_stale_temporaries(const std::filesystem::path& folder,
                              const std::filesystem::path& name) {
  const std::string begin = "." + shown(name) + ".";
  const std::string host = host_name();
  std::error_code ignored;  // what cannot be removed hurts nobody
  for (const std::filesystem::path& entry : names_in(folder, ignored)) {
    const std::string found = shown(entry);
    if (!found.starts_with(begin)) continue;
    const auto maker = maker_of(found, host);
    if (maker && is_stale(*maker)) std::filesystem::remove(folder / entry, ignored);
  }
}

}  // namespace fcgi6to7
