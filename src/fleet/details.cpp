#include "fleet/details.hpp"

#include <array>

#include "files/file_calls.hpp"
#include "files/temporary.hpp"
#include "files/together.hpp"

namespace fcgi6to7 {

namespace fs = std::filesystem;

DetailsWriter::~DetailsWriter() {
  rows_.close();
  std::error_code ignored;
  if (!rows_path_.empty()) fs::remove(rows_path_, ignored);
}

Failure DetailsWriter::open(const fs::path& target) {
  target_ = target;
  remove_stale_temporaries(target.parent_path(), target.filename());
  rows_path_ = temporary_beside(target);
  rows_.open(rows_path_, std::ios::binary | std::ios::in | std::ios::out | std::ios::trunc);
  return rows_.is_open() ? Failure{} : Failure{Cause::other, "no file can be made beside it"};
}

void DetailsWriter::add(const Row& row) {
  JsonWriter out(JsonWriter::Layout::one_line);
  write_row(out, row, false);
  rows_ << (first_ ? "\n    " : ",\n    ") << out.written();
  first_ = false;
}

Failure DetailsWriter::finish(const Summary& summary, std::string_view command) {
  JsonWriter out(JsonWriter::Layout::indented);
  out.object();
  summary.write(out, command);
  out.key("servers");
  const fs::path whole = temporary_beside(target_);
  std::ofstream file(whole, std::ios::binary | std::ios::trunc);
  file << out.written() << "[";
  rows_.flush();
  rows_.seekg(0);
  std::array<char, 1 << 16> piece{};
  while (rows_) {
    rows_.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    file.write(piece.data(), rows_.gcount());
  }
  file << (first_ ? "]\n}\n" : "\n  ]\n}\n");
  file.close();
  std::error_code ignored;
  Failure failure;
  if (rows_.bad() || file.fail()) failure = {Cause::other, "not all of it could be written"};
  if (!failure) failure = flush_together(target_.parent_path(), {whole});
  if (!failure) failure = put_in_place(whole, target_);
  if (failure) fs::remove(whole, ignored);
  return failure;
}

}  // namespace fcgi6to7
