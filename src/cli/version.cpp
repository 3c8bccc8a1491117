#include "cli/version.hpp"

#include "mapping/tables.hpp"

namespace fcgi6to7 {
namespace {

std::string compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#elif defined(__GNUC__)
  return "gcc " __VERSION__;
#elif defined(_MSC_VER)
  return "MSVC " + std::to_string(_MSC_FULL_VER);
#else
  return "unknown compiler";
#endif
}

}  // namespace

std::string version_text(bool verbose) {
  std::string text = "fcgi6to7 " FCGI6TO7_VERSION "\nmapping tables, version 1:";
  for (const TableFile& table : embedded_tables()) text.append(" ").append(table.name);
  text += "\n";
  if (!verbose) return text;
  return text + "built for " FCGI6TO7_SYSTEM " by " + compiler() + ", " FCGI6TO7_BUILD_TYPE "\n" +
         "libraries: " FCGI6TO7_LIBRARIES "\n";
}

}  // namespace fcgi6to7
