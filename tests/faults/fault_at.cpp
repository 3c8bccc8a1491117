// fault_at LOG NUMBER FAULT PROGRAM [ARGUMENT]...: runs a program and faults one of its disk calls.
//
// The disk calls of all its threads are numbered from 1, beginning with the first one that names a
// file outside the system's own folders; LOG gets a line for each ("-": none). FAULT is "none",
// "kill" (the program dies before the call is carried out), "error=N" (the call fails with errno N
// and is not carried out), "run=COMMAND" (a shell carries that out first: another program's turn),
// or "short" (a read or write moves one byte; number 0: every one moves at most seven). Linux on
// x86-64. Exit: the program's, 128 and the signal's number, or 125 when tracing is not allowed
// here.
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

namespace {

struct DiskCall {
  const char* name;
  int path;  // which argument names a file; -1: none
};

const std::map<std::uint64_t, DiskCall> disk_calls = {
    {SYS_open, {"open", 0}},
    {SYS_openat, {"openat", 1}},
    {SYS_creat, {"creat", 0}},
    {SYS_close, {"close", -1}},
    {SYS_read, {"read", -1}},
    {SYS_pread64, {"pread64", -1}},
    {SYS_write, {"write", -1}},
    {SYS_writev, {"writev", -1}},
    {SYS_pwrite64, {"pwrite64", -1}},
    {SYS_fsync, {"fsync", -1}},
    {SYS_fdatasync, {"fdatasync", -1}},
    {SYS_syncfs, {"syncfs", -1}},
    {SYS_ftruncate, {"ftruncate", -1}},
    {SYS_rename, {"rename", 0}},
    {SYS_renameat, {"renameat", 1}},
    {SYS_renameat2, {"renameat2", 1}},
    {SYS_link, {"link", 0}},
    {SYS_linkat, {"linkat", 1}},
    {SYS_unlink, {"unlink", 0}},
    {SYS_unlinkat, {"unlinkat", 1}},
    {SYS_mkdir, {"mkdir", 0}},
    {SYS_mkdirat, {"mkdirat", 1}},
    {SYS_rmdir, {"rmdir", 0}},
    {SYS_chmod, {"chmod", 0}},
    {SYS_fchmod, {"fchmod", -1}},
    {SYS_fchmodat, {"fchmodat", 1}},
    {SYS_fchown, {"fchown", -1}},
    {SYS_flock, {"flock", -1}},
    {SYS_fcntl, {"fcntl", -1}},
    {SYS_lseek, {"lseek", -1}},
    {SYS_stat, {"stat", 0}},
    {SYS_lstat, {"lstat", 0}},
    {SYS_fstat, {"fstat", -1}},
    {SYS_newfstatat, {"newfstatat", 1}},
    {SYS_statx, {"statx", 1}},
    {SYS_readlink, {"readlink", 0}},
    {SYS_getdents64, {"getdents64", -1}},
    {SYS_copy_file_range, {"copy_file_range", -1}},
    {SYS_sendfile, {"sendfile", -1}},
};

std::string text_at(pid_t process, std::uint64_t address) {
  char text[256] = {};
  iovec here{text, sizeof text - 1}, there{reinterpret_cast<void*>(address), sizeof text - 1};
  if (process_vm_readv(process, &here, 1, &there, 1, 0) > 0) return text;
  there.iov_len = here.iov_len = 1;  // near the end of a page
  std::string read;
  for (char c = 1; c != 0 && process_vm_readv(process, &here, 1, &there, 1, 0) == 1;) {
    c = text[0];
    if (c != 0) read += c;
    there.iov_base = static_cast<char*>(there.iov_base) + 1;
  }
  return read;
}

bool is_the_systems(std::string_view path) {
  for (const std::string_view folder : {"/lib", "/usr/", "/etc/", "/proc/", "/sys/", "/dev/"})
    if (path.starts_with(folder)) return true;
  return path.empty() || path == "/";
}

class Tracer {
 public:
  Tracer(const char* log, unsigned long number, std::string_view fault)
      : number_(number), fault_(fault) {
    if (std::string_view(log) != "-") log_.open(log);
  }

  int run(pid_t program) {
    int status = 0;
    if (waitpid(program, &status, 0) < 0 || !WIFSTOPPED(status)) return not_allowed;
    constexpr long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                             PTRACE_O_TRACEVFORK | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SETOPTIONS, program, 0, options) != 0) return not_allowed;
    ptrace(PTRACE_SYSCALL, program, 0, 0);
    for (;;) {
      const pid_t thread = waitpid(-1, &status, __WALL);
      if (thread < 0) return 125;
      if (WIFEXITED(status) && thread == program) return WEXITSTATUS(status);
      if (WIFSIGNALED(status) && thread == program) return 128 + WTERMSIG(status);
      if (WIFSTOPPED(status)) go_on(program, thread, status);
    }
  }

  static constexpr int not_allowed = 125;

 private:
  void go_on(pid_t program, pid_t thread, int status) {
    long signal = 0;
    if (WSTOPSIG(status) == (SIGTRAP | 0x80))
      see_call(program, thread);
    else if (status >> 16 == 0 && WSTOPSIG(status) != SIGSTOP && WSTOPSIG(status) != SIGTRAP)
      signal = WSTOPSIG(status);
    ptrace(PTRACE_SYSCALL, thread, 0, signal);
  }

  void see_call(pid_t program, pid_t thread) {
    user_regs_struct registers{};
    if (ptrace(PTRACE_GETREGS, thread, 0, &registers) != 0) return;
    // On entry the kernel shows -ENOSYS as the result; no disk call fails like that.
    if (static_cast<std::int64_t>(registers.rax) == -ENOSYS && failing_ != thread)
      return on_entry(program, thread, registers);
    if (failing_ != thread) return;
    registers.rax = static_cast<std::uint64_t>(-std::strtol(fault_.data() + 6, nullptr, 10));
    ptrace(PTRACE_SETREGS, thread, 0, &registers);
    failing_ = 0;
  }

  void on_entry(pid_t program, pid_t thread, user_regs_struct& registers) {
    const auto call = disk_calls.find(registers.orig_rax);
    if (call == disk_calls.end()) return;
    const std::uint64_t arguments[] = {registers.rdi, registers.rsi};
    const int path = call->second.path;
    const std::string named = path < 0 ? "" : text_at(thread, arguments[path]);
    begun_ = begun_ || (path >= 0 && !is_the_systems(named));
    if (!begun_) return;
    ++count_;
    if (log_.is_open()) log_ << call->second.name << " " << named << "\n";
    if (fault_ == "short")
      shorten(thread, registers);
    else if (count_ == number_ && fault_ == "kill")
      kill(program, SIGKILL);
    else if (count_ == number_ && fault_.starts_with("error="))
      fail(thread, registers);
    else if (count_ == number_ && fault_.starts_with("run=") && std::system(fault_.data() + 4) != 0)
      kill(program, SIGABRT);
  }

  void fail(pid_t thread, user_regs_struct& registers) {
    registers.orig_rax = static_cast<std::uint64_t>(-1);
    ptrace(PTRACE_SETREGS, thread, 0, &registers);
    failing_ = thread;
  }

  void shorten(pid_t thread, user_regs_struct& registers) {
    const bool moves = registers.orig_rax == SYS_read || registers.orig_rax == SYS_write;
    const std::uint64_t most = number_ == 0 ? 7 : 1;
    if (!moves || registers.rdx <= most || (number_ != 0 && count_ != number_)) return;
    registers.rdx = most;
    ptrace(PTRACE_SETREGS, thread, 0, &registers);
  }

  const unsigned long number_;
  const std::string_view fault_;
  std::ofstream log_;
  unsigned long count_ = 0;
  bool begun_ = false;
  pid_t failing_ = 0;  // its call was taken away and gets its result at the exit
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 3;
  const pid_t program = fork();
  if (program == 0) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) _exit(Tracer::not_allowed);
    execvp(argv[4], argv + 4);
    _exit(127);
  }
  return Tracer(argv[1], std::strtoul(argv[2], nullptr, 10), argv[3]).run(program);
}
