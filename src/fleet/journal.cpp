#include "fleet/journal.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "files/path_text.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

std::string header_line() {
  std::error_code error;
  JsonWriter out(JsonWriter::Layout::one_line);
  out.object().number("journal", 1).text("folder", to_utf8(fs::current_path(error))).end_object();
  return std::move(out).take() + "\n";
}

}  // namespace

Failure JournalReader::open(const fs::path& path) {
  file_.open(path, std::ios::binary);
  if (!file_.is_open()) return failure_of_stream();
  std::string line;
  std::uint64_t offset = 0;
  while (std::getline(file_, line)) {
    ends_torn_ = file_.eof();
    const std::uint64_t begin = offset;
    offset += line.size() + 1;
    if (ends_torn_) break;
    if (begin == 0) {
      const auto header = nlohmann::json::parse(line, nullptr, false);
      if (header.is_object() && header.contains("journal") && header.contains("folder") &&
          header["folder"].is_string())
        folder_ = header["folder"].get<std::string>();
    }
    auto row = read_row(line);
    if (!row) continue;
    lines_[fingerprint(row->server)] = begin;
    if (!row->changes.empty()) groups_.emplace(row->group, begin);
  }
  if (file_.bad()) return failure_of_stream();
  file_.clear();
  return {};
}

std::optional<Row> JournalReader::read_line(std::uint64_t offset) {
  file_.clear();
  file_.seekg(static_cast<std::streamoff>(offset));
  std::string line;
  if (std::getline(file_, line)) return read_row(line);
  if (!failure_) failure_ = failure_of_stream();
  return std::nullopt;
}

std::optional<Row> JournalReader::read_at(std::uint64_t offset) {
  const std::lock_guard lock(mutex_);
  auto row = read_line(offset);
  if (!row || !row->changes.empty()) return row;
  if (const auto group = groups_.find(row->group); group != groups_.end())
    if (auto described = read_line(group->second)) row->changes = std::move(described->changes);
  return row;
}

std::optional<Row> JournalReader::find(const std::string& server) {
  const auto line = lines_.find(fingerprint(server));
  if (line == lines_.end()) return std::nullopt;
  auto row = read_at(line->second);
  return row && row->server == server ? std::move(row) : std::nullopt;
}

void JournalReader::for_each(const std::function<void(Row)>& visit) {
  std::vector<std::uint64_t> offsets;
  for (const auto& [server, offset] : lines_) offsets.push_back(offset);
  std::sort(offsets.begin(), offsets.end());
  for (const std::uint64_t offset : offsets)
    if (auto row = read_at(offset)) visit(std::move(*row));
}

Failure JournalWriter::open(const fs::path& path, const JournalReader* goes_on_with) {
  // A run that was killed at once left no header to go on with.
  const bool is_new = goes_on_with == nullptr || goes_on_with->folder().empty();
  if (Failure failure = file_.open(path, is_new)) return failure;
  if (is_new) return file_.append(header_line());
  for (const auto& [group, line] : goes_on_with->groups()) described_.insert(group);
  return goes_on_with->ends_torn() ? file_.append("\n") : Failure{};
}

Failure JournalWriter::append(const std::vector<const Row*>& rows) {
  std::string lines;
  for (const Row* row : rows) {
    const bool describes = !row->changes.empty() && described_.insert(row->group).second;
    JsonWriter out(JsonWriter::Layout::one_line);
    write_row(out, *row, describes);
    lines += std::move(out).take() + "\n";
  }
  return file_.append(lines);
}

}  // namespace fcgi6to7
