#ifdef _WIN32

#define NOMINMAX
#include <windows.h>

#include <algorithm>
#include <array>

#include "files/program_output.hpp"
#include "files/windows_handle.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t most_bytes = 16 << 20;

// Both ends of the program's stdout, and a NUL for the rest.
struct Pipes {
  Handle read, write, nothing;

  bool open() {
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    if (CreatePipe(read.receive(), write.receive(), &inherited, 0) == 0) return false;
    SetHandleInformation(read.get(), HANDLE_FLAG_INHERIT, 0);
    *nothing.receive() =
        CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                    &inherited, OPEN_EXISTING, 0, nullptr);
    return nothing.is_open();
  }
};

bool start(const std::filesystem::path& program, const std::wstring& arguments, Pipes& pipes,
           Handle& process) {
  std::wstring line = L"\"" + program.native() + L"\" " + arguments;
  STARTUPINFOW startup{};
  startup.cb = sizeof startup;
  startup.dwFlags = STARTF_USESTDHANDLES;
  startup.hStdInput = startup.hStdError = pipes.nothing.get();
  startup.hStdOutput = pipes.write.get();
  PROCESS_INFORMATION started{};
  if (CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, TRUE, CREATE_NO_WINDOW,
                     nullptr, nullptr, &startup, &started) == 0)
    return false;
  CloseHandle(started.hThread);
  *process.receive() = started.hProcess;
  pipes.write.close();  // else the pipe never ends
  return true;
}

// What the pipe holds by now. False: it has ended, or it is too much.
bool read_what_is_there(HANDLE pipe, std::string& output) {
  std::array<char, 4096> piece{};
  DWORD waiting = 0, got = 0;
  while (PeekNamedPipe(pipe, nullptr, 0, nullptr, &waiting, nullptr) != 0) {
    if (waiting == 0) return true;
    const DWORD size = std::min(waiting, static_cast<DWORD>(piece.size()));
    if (ReadFile(pipe, piece.data(), size, &got, nullptr) == 0) return false;
    output.append(piece.data(), got);
    if (output.size() > most_bytes) return false;
  }
  return false;
}

}  // namespace

std::string output_of(const std::filesystem::path& program, const std::wstring& arguments,
                      unsigned seconds) {
  constexpr DWORD pause = 20;  // milliseconds
  Pipes pipes;
  Handle process;
  if (!pipes.open() || !start(program, arguments, pipes, process)) return {};
  std::string output;
  const ULONGLONG end = GetTickCount64() + seconds * 1000ULL;
  while (read_what_is_there(pipes.read.get(), output) && GetTickCount64() < end)
    WaitForSingleObject(process.get(), pause);
  // The pipe ends a moment before the program does.
  const ULONGLONG now = GetTickCount64();
  const DWORD left = now < end ? static_cast<DWORD>(end - now) : 0;
  DWORD code = 1;
  if (WaitForSingleObject(process.get(), left) == WAIT_TIMEOUT)
    TerminateProcess(process.get(), 1);
  else
    GetExitCodeProcess(process.get(), &code);
  return code == 0 ? output : std::string();
}

}  // namespace fcgi6to7

#endif
