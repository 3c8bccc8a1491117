#include "files/lock.hpp"

#include <thread>

namespace fcgi6to7 {

FileLock::FileLock(const std::filesystem::path& target, std::chrono::milliseconds wait) {
  std::filesystem::path name = ".";
  name += target.filename();
  name += ".fcgi6to7-lock";
  path_ = target.parent_path() / name;
  constexpr std::chrono::milliseconds pause{25};
  const auto end = std::chrono::steady_clock::now() + wait;
  while (!try_once() && !failure_ && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(pause);
}

}  // namespace fcgi6to7
