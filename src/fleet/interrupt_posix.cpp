#ifndef _WIN32

#include <csignal>

#include "fleet/interrupt.hpp"

namespace fcgi6to7 {
namespace {

volatile std::sig_atomic_t interrupted = 0;

extern "C" void note_interrupt(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

InterruptWatch::InterruptWatch() {
  interrupted = 0;
  old_interrupt_ = std::signal(SIGINT, note_interrupt);
  old_terminate_ = std::signal(SIGTERM, note_interrupt);
  // Started in the background by a shell script, SIGINT is ignored: it stays so.
  if (old_interrupt_ == SIG_IGN) std::signal(SIGINT, SIG_IGN);
}

InterruptWatch::~InterruptWatch() {
  std::signal(SIGINT, old_interrupt_);
  std::signal(SIGTERM, old_terminate_);
}

bool InterruptWatch::was_interrupted() {
  return interrupted != 0;
}

}  // namespace fcgi6to7

#endif
