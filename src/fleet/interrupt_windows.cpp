#ifdef _WIN32

#define NOMINMAX
#include <windows.h>

#include <atomic>

#include "fleet/interrupt.hpp"

namespace fcgi6to7 {
namespace {

std::atomic<bool> interrupted{false};
std::atomic<bool> watching{false};

// Runs in a thread that Windows makes. TRUE: it is handled, FALSE: the program ends at once.
BOOL WINAPI note_event(DWORD event) {
  const bool first = !interrupted.exchange(true);
  if (event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT) return first ? TRUE : FALSE;
  // The console closes, or the user logs off: the process ends when this returns, or after 5 s.
  for (int i = 0; i < 90 && watching; ++i) Sleep(50);
  return TRUE;
}

}  // namespace

InterruptWatch::InterruptWatch() {
  interrupted = false;
  watching = true;
  SetConsoleCtrlHandler(note_event, TRUE);
}

InterruptWatch::~InterruptWatch() {
  SetConsoleCtrlHandler(note_event, FALSE);
  watching = false;
  old_interrupt_ = old_terminate_ = nullptr;
}

bool InterruptWatch::was_interrupted() {
  return interrupted;
}

}  // namespace fcgi6to7

#endif
