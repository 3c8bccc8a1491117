#include "files/backup_store.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <tuple>

#include "files/sha256.hpp"
#include "files/temporary.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".fcgi6to7-backup";
constexpr std::string_view record_ending = ".written";
constexpr int max_sequence = 999'999;

// "2026-11-23T14:01:02Z"
std::string now() {
  using namespace std::chrono;
  const auto time = floor<seconds>(system_clock::now());
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

// "20261123T140102Z" as "2026-11-23T14:01:02Z"; nothing for other text.
std::optional<std::string> spelt_out(std::string_view compact) {
  constexpr std::string_view pattern = "00000000T000000Z";
  if (compact.size() != pattern.size()) return std::nullopt;
  for (std::size_t i = 0; i < pattern.size(); ++i)
    if (pattern[i] == '0' ? compact[i] < '0' || compact[i] > '9' : compact[i] != pattern[i])
      return std::nullopt;
  std::string time(compact);
  for (const std::size_t at : {13u, 11u}) time.insert(at, ":");
  for (const std::size_t at : {6u, 4u}) time.insert(at, "-");
  return time;
}

std::string compact(std::string time) {
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return time;
}

// Time and sequence from "STEM.20261123T140102Z-001.fcgi6to7-backup".
bool read_name(std::string_view name, std::string_view stem, Backup& backup) {
  if (!name.starts_with(stem) || !name.ends_with(ending)) return false;
  if (name.size() <= stem.size() + 1 + ending.size() || name[stem.size()] != '.') return false;
  name.remove_suffix(ending.size());
  name.remove_prefix(stem.size() + 1);
  const std::size_t dash = name.find('-');
  const auto time = spelt_out(name.substr(0, dash));
  if (!time || dash == std::string_view::npos) return false;
  const auto sequence = decimal(name.substr(dash + 1));
  if (!sequence || *sequence < 1 || *sequence > max_sequence) return false;
  backup.time = *time;
  backup.sequence = static_cast<int>(*sequence);
  return true;
}

fs::path with_ending(fs::path path, std::string_view more) {
  return path += std::string(more);
}

constexpr std::string_view by_rollback_mark = " by=rollback";

std::string record_of(std::string_view replaced, std::string_view written, bool by_rollback) {
  return "written=" + sha256(written) + " size=" + std::to_string(written.size()) +
         " replaced=" + sha256(replaced) + std::string(by_rollback ? by_rollback_mark : "") + "\n";
}

std::string hash_after(std::string_view record, std::string_view word) {
  constexpr std::size_t hash_size = 64;
  const std::size_t at = record.find(word);
  if (at == std::string_view::npos) return {};
  const std::string_view hash = record.substr(at + word.size(), hash_size);
  const bool whole = hash.size() == hash_size &&
                     hash.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return whole ? std::string(hash) : std::string();
}

void read_record(Backup& backup) {
  constexpr std::uintmax_t max_record = 4096;
  Contents record = read_contents(with_ending(backup.path, record_ending), max_record);
  if (record.failure.cause != Cause::missing) backup.record_failure = std::move(record.failure);
  backup.written_hash = hash_after(record.bytes, "written=");
  backup.replaced_hash = hash_after(record.bytes, "replaced=");
  backup.of_rollback = record.bytes.find(by_rollback_mark) != std::string::npos;
}

bool is_newer(const Backup& a, const Backup& b) {
  return std::tie(a.time, a.sequence) > std::tie(b.time, b.sequence);
}

// The backups of a place by name alone, without their records.
std::vector<Backup> names_at(const BackupPlace& place, std::error_code& error) {
  std::vector<Backup> backups;
  const std::string stem = shown(place.stem);
  for (const fs::path& name : names_in(place.folder, error)) {
    Backup backup;
    if (!read_name(shown(name), stem, backup)) continue;
    backup.path = place.folder / name;
    const fs::file_status status = fs::symlink_status(backup.path, error);
    if (error) return backups;
    if (!fs::is_regular_file(status)) continue;
    backups.push_back(std::move(backup));
  }
  std::sort(backups.begin(), backups.end(), is_newer);
  return backups;
}

// A name newer than all others, whatever has become of the clock in between.
StoredBackup next_backup(const BackupPlace& place) {
  std::error_code error;
  const std::vector<Backup> backups = names_at(place, error);
  if (error) return {{}, failure_of(error)};
  std::string time = now();
  int sequence = 1;
  if (!backups.empty() && backups.front().time >= time) {
    time = backups.front().time;
    sequence = backups.front().sequence + 1;
  }
  if (sequence > max_sequence) return {{}, {Cause::other, "no number is left for it"}};
  std::array<char, 16> number{};
  std::snprintf(number.data(), number.size(), "-%03d", sequence);
  fs::path name = place.stem;
  name += "." + compact(time) + number.data() + std::string(ending);
  return {place.folder / name, {}};
}

}  // namespace

fs::path resolved(const fs::path& config, std::error_code& error) {
  fs::path path = fs::canonical(config, error);
  if (error != std::errc::no_such_file_or_directory) return path;
  const fs::path folder = config.has_parent_path() ? config.parent_path() : fs::path(".");
  path = fs::canonical(folder, error);
  return error ? fs::path() : path / config.filename();
}

BackupPlace backup_place(const fs::path& resolved_config,
                         const std::optional<fs::path>& backup_dir) {
  if (!backup_dir) return {resolved_config.parent_path(), resolved_config.filename()};
  constexpr std::size_t hash_digits = 12;
#ifdef _WIN32
  const std::string path = fold_case(shown(resolved_config));
#else
  const std::string path = shown(resolved_config);
#endif
  fs::path stem = resolved_config.filename();
  stem += "." + sha256(path).substr(0, hash_digits);
  return {*backup_dir, stem};
}

std::vector<Backup> backups_at(const BackupPlace& place, Failure& failure) {
  std::error_code error;
  std::vector<Backup> backups = names_at(place, error);
  if (error && error != std::errc::no_such_file_or_directory) failure = failure_of(error);
  for (Backup& backup : backups) {
    std::error_code ignored;
    const std::uintmax_t size = fs::file_size(backup.path, ignored);
    backup.size = ignored ? 0 : size;
    read_record(backup);
  }
  return backups;
}

NewFile write_whole(const fs::path& path, std::string_view bytes, const Protection& protection) {
  const fs::path temporary = temporary_beside(path);
  NewFile file = write_new_file(temporary, bytes, protection);
  if (file.failure) return file;
  file.failure = put_in_place(temporary, path);
  if (!file.failure && protection.flush) file.failure = flush_folder(path.parent_path());
  std::error_code ignored;
  if (file.failure) fs::remove(temporary, ignored);
  return file;
}

StoredBackup store_backup(const BackupPlace& place, std::string_view replaced,
                          std::string_view written, const FileState& like, bool by_rollback) {
  std::error_code error;
  if (!fs::is_directory(place.folder, error))
    return {{}, {Cause::missing, "there is no such folder"}};
  remove_stale_temporaries(place.folder, place.stem);
  StoredBackup stored = next_backup(place);
  if (stored.failure) return stored;
  const Protection protection{like, 0600};
  // The record first: a backup that can be seen always has one.
  const fs::path record = with_ending(stored.path, record_ending);
  stored.failure =
      write_whole(record, record_of(replaced, written, by_rollback), protection).failure;
  if (!stored.failure) stored.failure = write_whole(stored.path, replaced, protection).failure;
  if (stored.failure) discard_backup(stored.path);
  return stored;
}

void discard_backup(const fs::path& backup) {
  std::error_code ignored;
  fs::remove(backup, ignored);
  fs::remove(with_ending(backup, record_ending), ignored);
}

}  // namespace fcgi6to7
