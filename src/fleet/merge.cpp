#include "fleet/merge.hpp"

#include <algorithm>
#include <memory>

#include "files/path_text.hpp"
#include "fleet/details.hpp"
#include "fleet/journal.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

struct Entry {
  std::string server;
  std::size_t journal = 0;
};

// As walking the folders gives them: part by part.
bool comes_before(const Entry& a, const Entry& b) {
  if (a.server == b.server) return a.journal < b.journal;
  return to_path(a.server) < to_path(b.server);
}

class Merge {
 public:
  Merge(const std::vector<std::string>& names, fs::path out)
      : names_(names), out_(std::move(out)) {}

  Summary run() {
    if (read() && open()) write();
    summary_.add(diagnostics_);
    return std::move(summary_);
  }

 private:
  bool fail(const std::string& file, std::string phrase, std::string hint) {
    diagnostics_.add(Severity::error, "FLT030", file, std::move(phrase), std::move(hint));
    return false;
  }

  bool fail_to_read(const std::string& journal, const Failure& failure) {
    return fail(journal, "the journal cannot be read: " + failure.text, hint_for(failure.cause));
  }

  bool read() {
    for (const std::string& name : names_) {
      auto journal = std::make_unique<JournalReader>();
      if (const Failure failure = journal->open(to_path(name))) return fail_to_read(name, failure);
      if (journal->size() == 0)
        diagnostics_.add(Severity::warning, "FLT031", name, "no server stands in this journal",
                         "Check that it is the fleet.jsonl of a run");
      const std::size_t index = journals_.size();
      journal->for_each([&](const Row& row) { entries_.push_back({row.server, index}); });
      if (journal->failure()) return fail_to_read(name, journal->failure());
      journals_.push_back(std::move(journal));
    }
    std::sort(entries_.begin(), entries_.end(), comes_before);
    return true;
  }

  bool open() {
    std::error_code error;
    fs::create_directories(out_, error);
    const fs::path journal = out_ / "fleet.jsonl";
    for (const std::string& name : names_)
      if (fs::equivalent(to_path(name), journal, error))
        return fail(name, "the result would take this journal's place",
                    "Name another folder with --out");
    if (const Failure failure = journal_.open(journal, nullptr))
      return fail(to_utf8(journal), "cannot be written: " + failure.text,
                  "Name a folder that can be written with --out");
    if (const Failure failure = details_.open(out_ / "fleet.json"))
      return fail(to_utf8(out_), "cannot be written: " + failure.text,
                  "Name a folder that can be written with --out");
    return true;
  }

  void write() {
    std::vector<Row> rows;
    const std::string* last = nullptr;
    for (const Entry& entry : entries_) {
      if (last != nullptr && *last == entry.server) {
        diagnostics_.add(Severity::error, "FLT032", names_[entry.journal],
                         "the server '" + entry.server + "' stands in another journal too",
                         "Merge journals of different shards only");
        continue;
      }
      last = &entry.server;
      auto row = journals_[entry.journal]->find(entry.server);
      if (!row) continue;
      make_absolute(*row, journals_[entry.journal]->folder());
      summary_.add(*row);
      details_.add(*row);
      rows.push_back(std::move(*row));
      constexpr std::size_t at_once = 1000;
      if (rows.size() == at_once) append(rows);
    }
    append(rows);
    if (const Failure failure = details_.finish(summary_, "merge"))
      fail(to_utf8(out_), "cannot be written: " + failure.text, "Free some space, then run again");
  }

  // The merged journal has one folder, the journals may have several.
  static void make_absolute(Row& row, const std::string& folder) {
    if (folder.empty()) return;
    for (std::string* path : {&row.config, &row.written, &row.backup})
      if (!path->empty() && to_path(*path).is_relative())
        *path = to_utf8(to_path(folder) / to_path(*path));
  }

  void append(std::vector<Row>& rows) {
    std::vector<const Row*> pointers;
    for (const Row& row : rows) pointers.push_back(&row);
    if (const Failure failure = journal_.append(pointers))
      fail(to_utf8(out_), "cannot be written: " + failure.text, "Free some space, then run again");
    rows.clear();
  }

  const std::vector<std::string>& names_;
  fs::path out_;
  Diagnostics diagnostics_;
  Summary summary_;
  std::vector<std::unique_ptr<JournalReader>> journals_;
  std::vector<Entry> entries_;
  JournalWriter journal_;
  DetailsWriter details_;
};

}  // namespace

Summary merge_journals(const std::vector<std::string>& journals, const fs::path& out) {
  return Merge(journals, out).run();
}

}  // namespace fcgi6to7
