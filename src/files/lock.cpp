#include "files/lock.hpp"

#include <thread>

namespace fcgi6to7 {

std::filesystem::path FileLock::path_for(const std::filesystem::path& target) {
  std::filesystem::path name = ".";
  name += target.filename();
  name += ".fcgi6to7-lock";
  return target.parent_path() / name;
}

FileLock::FileLock(const std::filesystem::path& target, std::chrono::milliseconds wait)
    : path_(path_for(target)) {
  constexpr std::chrono::milliseconds pause{25};
  const auto end = std::chrono::steady_clock::now() + wait;
  while (!try_once() && !failure_ && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(pause);
}

}  // namespace fcgi6to7
