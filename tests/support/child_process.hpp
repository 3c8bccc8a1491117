// A second process for a test: a holder of locks, an ordinary user, a victim. POSIX only.
#pragma once

#ifndef _WIN32

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

namespace fcgi6to7::test {

/// Runs work in a child and gives its answer (0 to 255); -1 when the child died otherwise.
inline int in_child(const std::function<int()>& work) {
  const pid_t child = fork();
  // noexcept: a child that throws must not go on as a second run of all tests.
  if (child == 0) [&]() noexcept { _exit(work()); }();
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// As in_child, as a user without privileges when we have them.
inline int as_ordinary_user(const std::function<int()>& work) {
  constexpr uid_t nobody = 65534;
  return in_child([&] {
    if (geteuid() == 0 && (setegid(nobody) != 0 || seteuid(nobody) != 0)) return 255;
    return work();
  });
}

/// A child that does something and then sleeps until it is killed.
class Sleeper {
 public:
  explicit Sleeper(const std::function<void()>& work) {
    int ends[2];
    if (pipe(ends) != 0) return;
    child_ = fork();
    if (child_ == 0) {
      [&]() noexcept { work(); }();
      if (write(ends[1], "x", 1) != 1) _exit(1);
      for (;;) pause();
    }
    char ready = 0;
    close(ends[1]);
    if (read(ends[0], &ready, 1) != 1) ready = 0;
    close(ends[0]);
  }
  ~Sleeper() { kill_it(); }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;

  pid_t id() const { return child_; }
  void kill_it() {
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    child_ = 0;
  }

 private:
  pid_t child_ = 0;
};

}  // namespace fcgi6to7::test

#endif
