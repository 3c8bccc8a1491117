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
  return rows_.is_open() ? Failure{} : failure_of_stream();
}

void DetailsWriter::note_failure(bool is_bad) {
  if (is_bad && !failure_) failure_ = failure_of_stream();
}

void DetailsWriter::add(const Row& row) {
  JsonWriter out(JsonWriter::Layout::one_line);
  write_row(out, row, false);
  rows_ << (first_ ? "\n    " : ",\n    ") << out.written();
  note_failure(!rows_);
  first_ = false;
}

Failure DetailsWriter::finish(const Summary& summary, std::string_view command) {
  JsonWriter out(JsonWriter::Layout::indented);
  out.object();
  summary.write(out, command);
  out.key("servers");
  const fs::path whole = temporary_beside(target_);
  std::ofstream file(whole, std::ios::binary | std::ios::trunc);
  note_failure(!file.is_open());
  file << out.written() << "[";
  rows_.flush();
  note_failure(!rows_);
  rows_.seekg(0);
  std::array<char, 1 << 16> piece{};
  while (rows_) {
    rows_.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    note_failure(rows_.bad());
    file.write(piece.data(), rows_.gcount());
    note_failure(!file);
  }
  file << (first_ ? "]\n}\n" : "\n  ]\n}\n");
  file.close();
  note_failure(!file);
  std::error_code ignored;
  Failure failure = failure_;
  if (!failure) failure = flush_together(target_.parent_path(), {whole});
  if (!failure) failure = put_in_place(whole, target_);
  if (failure) fs::remove(whole, ignored);
  return failure;
}

}  // namespace fcgi6to7
