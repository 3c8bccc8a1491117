// allocation_test: every allocation of a run fails in turn.
//
// The run then ends with an answer, never by a signal; the config is the old file or the new one,
// whole, with a backup of the old one wherever it is the new one.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <new>
#include <string>

#include "cli/run.hpp"
#include "support/temp_folder.hpp"

namespace {

long left = -1;  // allocations until one fails; below 0: none does

void* allocate(std::size_t size) {
  if (left >= 0 && left-- == 0) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace fcgi6to7::test {
namespace {

const std::filesystem::path demo = std::filesystem::path(FCGI6TO7_SOURCE_DIR) / "testdata/demo";
constexpr int ran_out = 9;  // the run is over and no allocation failed

// Runs apply in a child, its n-th allocation failing. The child's exit code, or minus its signal.
int apply_with_failure(const std::string& ini, const std::string& config, long n) {
  std::cout.flush();
  const pid_t child = fork();
  if (child == 0) {
    if (!std::freopen("/dev/null", "w", stdout) || !std::freopen("/dev/null", "w", stderr))
      _exit(125);
    const char* arguments[] = {"fcgi6to7",   "apply", ini.c_str(), config.c_str(),
                               "--handlers", "types", "-q"};
    left = n;
    const int code = run_guarded(7, arguments);
    _exit(left >= 0 ? ran_out : code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool has_backup(const std::filesystem::path& folder, const std::string& old) {
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".fcgi6to7-backup" && text_of(entry.path()) == old) return true;
  return false;
}

// What is wrong after the n-th allocation failed; empty: nothing. `is_over`: there is no n-th.
std::string wrong_after(long n, const std::string& old, const std::string& wanted, bool& is_over) {
  const TempFolder folder;
  const auto ini = folder.write("fcgiext.ini", text_of(demo / "fcgiext.ini"));
  const auto config = folder.write("applicationHost.config", old);
  const int code = apply_with_failure(ini.string(), config.string(), n);
  is_over = code == ran_out;
  const std::string now = text_of(config);
  if (code < 0) return "ended by signal " + std::to_string(-code);
  if (code != 0 && code != 1 && !is_over) return "exit " + std::to_string(code);
  if (now != old && now != wanted) return "the config is neither old nor new";
  if (code == 0 && now != wanted) return "exit 0, and nothing is written";
  if (now == wanted && !has_backup(folder.path(), old)) return "no backup";
  return {};
}

}  // namespace
}  // namespace fcgi6to7::test

int main() {
  using namespace fcgi6to7::test;
  const std::string old = text_of(demo / "applicationHost.config");
  std::string wanted;
  {
    const TempFolder folder;
    const auto ini = folder.write("fcgiext.ini", text_of(demo / "fcgiext.ini"));
    const auto config = folder.write("applicationHost.config", old);
    if (apply_with_failure(ini.string(), config.string(), 1L << 40) != ran_out) return 1;
    wanted = text_of(config);
  }
  int failed = 0;
  long n = 0;
  for (bool is_over = false; !is_over; ++n) {
    const std::string wrong = wrong_after(n, old, wanted, is_over);
    if (wrong.empty()) continue;
    ++failed;
    std::cout << "allocation " << n << " fails: " << wrong << std::endl;
  }
  std::cout << n - 1 << " allocations failed in turn\n";
  return failed > 0 || old == wanted ? 1 : 0;
}
