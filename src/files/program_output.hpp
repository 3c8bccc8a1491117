// What another program of Windows prints.
#pragma once

#include <filesystem>
#include <string>

namespace fcgi6to7 {

/// Runs the program without a window and gives what it prints, up to 16 MB; its stderr goes
/// nowhere. Empty when it cannot be started, fails, or takes longer than `seconds`, after which it
/// is ended.
std::string output_of(const std::filesystem::path& program, const std::wstring& arguments,
                      unsigned seconds);

}  // namespace fcgi6to7
