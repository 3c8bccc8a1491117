// rollback, mappings and explain.
#include <filesystem>
#include <iostream>

#include "cli/commands.hpp"
#include "files/backup.hpp"
#include "files/path_text.hpp"
#include "intake/gather.hpp"
#include "report/tables.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

std::optional<Mapping> tables(const Arguments& arguments) {
  Diagnostics diagnostics;
  auto mapping = gather_mapping(arguments.mappings_dir, diagnostics);
  std::cerr << text_findings(diagnostics, text_style(arguments, true));
  return mapping;
}

}  // namespace

int run_rollback(const Arguments& arguments, bool list, bool force) {
  std::optional<fs::path> folder;
  if (!arguments.backup_dir.empty()) folder = to_path(arguments.backup_dir);
  const fs::path beside = folder.value_or(to_path(arguments.config).parent_path());
  if (list) {
    Failure failure;
    const auto backups = list_backups(to_path(arguments.config), folder, &failure);
    if (failure) {
      std::cerr << arguments.config << ": its backups cannot be listed: " << failure.text << "\n";
      return exit_error;
    }
    for (const Backup& backup : backups)
      std::cout << backup.time << "  " << backup.size << " bytes  "
                << to_utf8_near(backup.path, beside) << "\n";
    if (backups.empty()) std::cout << "No backup of " << arguments.config << ".\n";
    return exit_done;
  }
  const RollbackResult result = roll_back(to_path(arguments.config), folder, force);
  std::cerr << text_findings(result.diagnostics, text_style(arguments, true));
  if (!result.done) return exit_error;
  std::cout << arguments.config << " is again what it was before " << result.used.time << " (from "
            << to_utf8_near(result.used.path, beside) << ").\n";
  if (!result.replaced_kept_as.empty())
    std::cout << "What it replaced is kept as " << to_utf8_near(result.replaced_kept_as, beside)
              << ".\n";
  return exit_done;
}

int run_mappings(const Arguments& arguments) {
  const auto mapping = tables(arguments);
  if (!mapping) return exit_error;
  std::cout << render_mappings(*mapping, arguments.format);
  return exit_done;
}

int run_explain(const Arguments& arguments, const std::string& code, bool checks) {
  const auto mapping = tables(arguments);
  if (!mapping) return exit_error;
  if (checks) {
    std::cout << render_checks(*mapping);
    return exit_done;
  }
  if (!code.empty() && !mapping->find_explanation(code)) {
    std::cerr << "fcgi6to7 explain: " << no_such_code(code, *mapping) << "\n";
    return exit_usage;
  }
  std::cout << render_explanations(*mapping, code, arguments.format);
  return exit_done;
}

}  // namespace fcgi6to7
