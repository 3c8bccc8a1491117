// Ctrl-C and a request to end, as a flag that a run looks at.
#pragma once

namespace fcgi6to7 {

/// While one lives, the first SIGINT or SIGTERM sets a flag; the second ends the program at once.
/// On Windows it is Ctrl-C and Ctrl-Break; when the console closes, the run gets the few seconds
/// that Windows grants to end by itself.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  static bool was_interrupted();

 private:
  using Handler = void (*)(int);
  Handler old_interrupt_ = nullptr;  ///< POSIX only, as the other one
  Handler old_terminate_ = nullptr;
};

}  // namespace fcgi6to7
