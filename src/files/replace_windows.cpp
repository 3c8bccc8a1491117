#ifdef _WIN32

#define NOMINMAX
#include <windows.h>
// After windows.h, which it needs.
#include <sddl.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <vector>

#include "files/file_calls.hpp"
#include "files/temporary.hpp"
#include "files/windows_handle.hpp"

namespace fcgi6to7 {
namespace {

constexpr DWORD share_all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

Failure last_failure() {
  return failure_of(static_cast<int>(GetLastError()));
}

std::uint64_t joined(DWORD high, DWORD low) {
  return std::uint64_t{high} << 32 | low;
}

FileState state_of(const BY_HANDLE_FILE_INFORMATION& info) {
  FileState state;
  state.device = info.dwVolumeSerialNumber;
  state.number = joined(info.nFileIndexHigh, info.nFileIndexLow);
  state.size = joined(info.nFileSizeHigh, info.nFileSizeLow);
  state.modified = static_cast<std::int64_t>(
      joined(info.ftLastWriteTime.dwHighDateTime, info.ftLastWriteTime.dwLowDateTime));
  state.links = info.nNumberOfLinks;
  return state;
}

Failure read_all(HANDLE file, std::uintmax_t max_size, std::string& bytes) {
  constexpr std::size_t piece = 1 << 16;
  for (;;) {
    const std::size_t at = bytes.size();
    if (bytes.capacity() - at < piece) bytes.reserve(std::max(at + piece, bytes.capacity() * 2));
    bytes.resize(at + piece);
    DWORD got = 0;
    const bool read = ReadFile(file, bytes.data() + at, piece, &got, nullptr) != 0;
    const Failure failure = read ? Failure{} : last_failure();
    bytes.resize(at + got);
    if (failure || got == 0) return failure;
    if (bytes.size() > max_size) return too_large(max_size);
  }
}

Failure write_all(HANDLE file, std::string_view bytes, bool flush) {
  constexpr std::size_t piece = 1 << 24;
  while (!bytes.empty()) {
    DWORD done = 0;
    const auto size = static_cast<DWORD>(std::min(bytes.size(), piece));
    if (WriteFile(file, bytes.data(), size, &done, nullptr) == 0) return last_failure();
    bytes.remove_prefix(done);
  }
  return !flush || FlushFileBuffers(file) != 0 ? Failure{} : last_failure();
}

bool is_passing(DWORD error) {
  return error == ERROR_SHARING_VIOLATION || error == ERROR_UNABLE_TO_REMOVE_REPLACED ||
         error == ERROR_LOCK_VIOLATION || error == ERROR_UNABLE_TO_MOVE_REPLACEMENT ||
         error == ERROR_UNABLE_TO_MOVE_REPLACEMENT_2;
}

// ReplaceFileW leaves the owner out. Giving a file to somebody else takes a privilege that only an
// elevated administrator has; without it the file belongs to us, as any file that we make.
void copy_owner_and_rights(const std::filesystem::path& from, const std::filesystem::path& to) {
  constexpr SECURITY_INFORMATION owner = OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION;
  DWORD size = 0;
  GetFileSecurityW(from.c_str(), owner | DACL_SECURITY_INFORMATION, nullptr, 0, &size);
  if (size == 0) return;  // there is no such file
  std::vector<char> descriptor(size);
  if (GetFileSecurityW(from.c_str(), owner | DACL_SECURITY_INFORMATION, descriptor.data(), size,
                       &size) == 0)
    return;
  SetFileSecurityW(to.c_str(), owner, descriptor.data());
  SetFileSecurityW(to.c_str(), DACL_SECURITY_INFORMATION, descriptor.data());
}

// Rights for SYSTEM, administrators and the owner alone, whatever the folder hands down.
class PrivateRights {
 public:
  explicit PrivateRights(bool wanted) {
    constexpr const wchar_t* rights = L"D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;OW)";
    if (wanted)
      ConvertStringSecurityDescriptorToSecurityDescriptorW(rights, SDDL_REVISION_1, &descriptor_,
                                                           nullptr);
    attributes_.nLength = sizeof attributes_;
    attributes_.lpSecurityDescriptor = descriptor_;
  }
  ~PrivateRights() { LocalFree(descriptor_); }
  PrivateRights(const PrivateRights&) = delete;
  PrivateRights& operator=(const PrivateRights&) = delete;

  SECURITY_ATTRIBUTES* get() { return descriptor_ != nullptr ? &attributes_ : nullptr; }

 private:
  PSECURITY_DESCRIPTOR descriptor_ = nullptr;
  SECURITY_ATTRIBUTES attributes_{};
};

bool is_present(const std::filesystem::path& path) {
  return GetFileAttributesW(path.c_str()) != INVALID_FILE_ATTRIBUTES;
}

bool is_folder(const std::filesystem::path& path) {
  const DWORD attributes = GetFileAttributesW(path.c_str());
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

}  // namespace

Failure failure_of(int error) {
  switch (error) {
    case ERROR_ACCESS_DENIED:
    case ERROR_PRIVILEGE_NOT_HELD:
      return {Cause::denied, "permission denied"};
    case ERROR_FILE_NOT_FOUND:
    case ERROR_INVALID_NAME:
      return {Cause::missing, "no such file"};
    case ERROR_PATH_NOT_FOUND:
    case ERROR_BAD_NETPATH:
      return {Cause::missing, "no such folder"};
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
      return {Cause::no_space, "no space left on the disk"};
    case ERROR_WRITE_PROTECT:
      return {Cause::read_only_disk, "the disk is read-only"};
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
    case ERROR_UNABLE_TO_REMOVE_REPLACED:
      return {Cause::busy, "in use by another program"};
    case ERROR_FILENAME_EXCED_RANGE:
      return {Cause::long_name, "the name is too long"};
    default:
      // Windows' own words come in its language; the number can be looked up in any.
      return {Cause::other, "Windows error " + std::to_string(error)};
  }
}

std::string shown(const std::filesystem::path& path) {
  const std::wstring& wide = path.native();
  const int length = static_cast<int>(wide.size());
  const int size =
      WideCharToMultiByte(CP_UTF8, 0, wide.data(), length, nullptr, 0, nullptr, nullptr);
  std::string out(static_cast<std::size_t>(std::max(size, 0)), '\0');
  WideCharToMultiByte(CP_UTF8, 0, wide.data(), length, out.data(), size, nullptr, nullptr);
  return out;
}

Contents read_contents(const std::filesystem::path& path, std::uintmax_t max_size) {
  const DWORD attributes = GetFileAttributesW(path.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES) return {{}, {}, last_failure()};
  if ((attributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
    return {{}, {}, {Cause::not_a_file, "it is a folder"}};
  const Handle file(CreateFileW(path.c_str(), GENERIC_READ, share_all, nullptr, OPEN_EXISTING,
                                FILE_FLAG_SEQUENTIAL_SCAN, nullptr));
  if (!file.is_open()) return {{}, {}, last_failure()};
  if (GetFileType(file.get()) != FILE_TYPE_DISK)
    return {{}, {}, {Cause::not_a_file, "it is a pipe or a device"}};
  BY_HANDLE_FILE_INFORMATION info{};
  if (GetFileInformationByHandle(file.get(), &info) == 0) return {{}, {}, last_failure()};
  Contents contents;
  contents.state = state_of(info);
  if (contents.state.size > max_size)
    contents.failure = too_large(max_size);
  else
    contents.failure = read_all(file.get(), max_size, contents.bytes);
  if (contents.failure) contents.bytes.clear();
  return contents;
}

// A new config and its backup open to administrators alone, until put_in_place() gives the config
// the rights of the one it replaces. Other outputs get what their folder hands down.
NewFile write_new_file(const std::filesystem::path& path, std::string_view bytes,
                       const Protection& protection) {
  Failure failure;
  PrivateRights rights(protection.like.has_value() || protection.mode == 0600);
  {
    const Handle file(CreateFileW(path.c_str(), GENERIC_WRITE, 0, rights.get(), CREATE_NEW,
                                  FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!file.is_open()) return {last_failure(), true};
    failure = write_all(file.get(), bytes, protection.flush);
  }
  if (failure) DeleteFileW(path.c_str());
  return {failure, true};
}

namespace {

// Keeps what it replaces as `old`, if that is named. ReplaceFileW has three partial failures: 1175
// changed nothing; after 1176 and 1177 the target's name may be free, and the new file takes it at
// once: its text is whole. If it cannot, the old file gets the name again. Virus scanners hold new
// files for a while, so passing errors are waited for.
Failure replace(const std::filesystem::path& file, const std::filesystem::path& target,
                const wchar_t* old) {
  constexpr int attempts = 10;  // half a second
  DWORD error = ERROR_SUCCESS;
  for (int i = 0; i < attempts; ++i) {
    if (i > 0) Sleep(50);
    if (ReplaceFileW(target.c_str(), file.c_str(), old, 0, nullptr, nullptr) != 0) return {};
    error = GetLastError();
    if (!is_present(target)) {
      if (MoveFileExW(file.c_str(), target.c_str(), MOVEFILE_WRITE_THROUGH) != 0) return {};
      error = GetLastError();
    }
    if (!is_passing(error)) break;
  }
  if (old != nullptr && !is_present(target))
    MoveFileExW(old, target.c_str(), MOVEFILE_WRITE_THROUGH);
  return failure_of(static_cast<int>(error));
}

std::optional<FileState> state_of(const std::filesystem::path& path) {
  const Handle file(
      CreateFileW(path.c_str(), GENERIC_READ, share_all, nullptr, OPEN_EXISTING, 0, nullptr));
  BY_HANDLE_FILE_INFORMATION info{};
  if (!file.is_open() || GetFileInformationByHandle(file.get(), &info) == 0) return std::nullopt;
  return state_of(info);
}

}  // namespace

// ReplaceFileW gives the new file what the old one had: rights, attributes and streams, in one
// call, which MoveFileExW with a copied descriptor could not.
Failure put_in_place(const std::filesystem::path& file, const std::filesystem::path& target) {
  if (is_folder(target)) return {Cause::not_a_file, "it is a folder"};
  copy_owner_and_rights(target, file);
  return replace(file, target, nullptr);
}

// What was replaced has another name for as long as it takes to look at it. A change that cannot
// have the target's name again must not keep the name of a temporary file, which the next run
// removes.
Failure put_in_place_of(const std::filesystem::path& file, const std::filesystem::path& target,
                        const FileState& expected) {
  if (is_folder(target)) return {Cause::changed, "changed by another program"};
  copy_owner_and_rights(target, file);
  const std::filesystem::path old = temporary_beside(target);
  if (Failure failure = replace(file, target, old.c_str())) return failure;
  if (!is_present(old)) return {};  // the target was gone, and its name was free
  const auto state = state_of(old);
  if (state && state->is_unchanged_since(expected)) {
    DeleteFileW(old.c_str());  // one that stays is a temporary file of a dead run
    return {};
  }
  if (!replace(old, target, nullptr)) return {Cause::changed, "changed by another program"};
  std::filesystem::path kept = target;
  kept += ".changed-meanwhile";
  if (MoveFileExW(old.c_str(), kept.c_str(), MOVEFILE_WRITE_THROUGH) == 0) kept = old;
  return {Cause::other,
          "another program changed it at that moment; its text is now in " + shown(kept)};
}

// Not directory_iterator: that of mingw-w64 takes no path of more than 260 characters.
std::vector<std::filesystem::path> names_in(const std::filesystem::path& folder,
                                            std::error_code& error) {
  std::vector<std::filesystem::path> names;
  error.clear();
  WIN32_FIND_DATAW entry{};
  const HANDLE search = FindFirstFileW((folder / "*").c_str(), &entry);
  bool found = search != INVALID_HANDLE_VALUE;
  while (found) {
    names.emplace_back(entry.cFileName);
    found = FindNextFileW(search, &entry) != 0;
  }
  if (const DWORD end = GetLastError(); end != ERROR_NO_MORE_FILES)
    error = {static_cast<int>(end), std::system_category()};
  if (search != INVALID_HANDLE_VALUE) FindClose(search);
  return names;
}

// Windows has no call for it; NTFS keeps a journal of names.
Failure flush_folder(const std::filesystem::path&) {
  return {};
}

unsigned long process_id() {
  return GetCurrentProcessId();
}

bool process_is_alive(unsigned long id) {
  const Handle process(OpenProcess(SYNCHRONIZE, FALSE, id));
  if (!process.is_open()) return GetLastError() == ERROR_ACCESS_DENIED;
  return WaitForSingleObject(process.get(), 0) == WAIT_TIMEOUT;
}

std::string host_name() {
  std::array<wchar_t, MAX_COMPUTERNAME_LENGTH + 1> name{};
  auto size = static_cast<DWORD>(name.size());
  if (GetComputerNameW(name.data(), &size) == 0) size = 0;
  return plain_name(shown(std::filesystem::path(std::wstring(name.data(), size))));
}

}  // namespace fcgi6to7

#endif
