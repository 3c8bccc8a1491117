#include "fleet/job.hpp"

#include <algorithm>
#include <exception>

#include "check/advise.hpp"
#include "files/backup.hpp"
#include "files/disk.hpp"
#include "files/path_text.hpp"
#include "files/save.hpp"
#include "files/sha256.hpp"
#include "files/together.hpp"
#include "fleet/fingerprint.hpp"
#include "fleet/plan_lines.hpp"
#include "report/report.hpp"

namespace fcgi6to7 {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t plan_digits = 32;
constexpr std::size_t group_digits = 12;

class Job {
 public:
  Job(const Server& server, const FleetJob& job, const Mapping& mapping, const Reviewed* reviewed)
      : server_(server), job_(job), mapping_(mapping), reviewed_(reviewed), options_(job.options) {
    row_.server = server.name;
    row_.config = server.config;
  }

  JobResult run(const std::function<std::optional<Row>()>& previous) {
    override_options();
    resumes_ = static_cast<bool>(previous);
    if (reviewed_ && reviewed_->find(server_.name) == Review::unknown)
      refuse_review(Review::unknown);
    Diagnostics unread;
    auto inputs = has_failed() ? std::nullopt : gather(unread);
    if (!inputs) {
      fold_findings(unread);
      return finish();
    }
    take_prints(*inputs);
    if (auto old = previous ? previous() : std::nullopt; old && is_done(*old, *inputs))
      return {std::move(*old), true, {}};
    Outcome outcome = migrate(*inputs, mapping_, options_);
    outcome.diagnostics.append(advise(*inputs, outcome, mapping_, options_));
    Report report =
        make_report(job_.apply ? "apply" : "plan", *inputs, mapping_, outcome, job_.secrets);
    take_plan(report);
    if (reviewed_ && reviewed_->compare(server_.name, row_.plan) == Review::changed)
      refuse_review(Review::changed);
    if (!has_failed()) write(report);
    fold_findings(report.diagnostics);
    return finish();
  }

 private:
  void override_options() {
    if (server_.target) {
      options_.target = server_.target;
      options_.target_reason = "the manifest";
    }
    if (server_.source_version) options_.source_version = server_.source_version;
    if (server_.codepage) options_.codepage = server_.codepage;
    options_.sites.insert(options_.sites.begin(), server_.sites.begin(), server_.sites.end());
  }

  std::optional<Inputs> gather(Diagnostics& diagnostics) const {
    JobFiles files = job_.files;
    files.ini = server_.ini;
    files.config = server_.config;
    files.metabase = server_.metabase;
    if (options_.handlers != Handlers::metabase) files.metabase.clear();
    if (options_.handlers == Handlers::metabase && files.metabase.empty())
      diagnostics.add(Severity::error, "FLT023", server_.ini, "no metabase lies beside it",
                      "Copy MetaBase.xml of the old server there, or name it in the manifest");
    return gather_inputs(files, options_, mapping_, diagnostics);
  }

  void take_prints(const Inputs& inputs) {
    Fingerprinter prints;
    prints.add(job_.print);
    prints.add(server_.name + "\n" + server_.ini + "\n" + server_.config + "\n" + server_.output);
    prints.add(server_.target.value_or("") + "/" +
               (server_.source_version ? std::string(to_string(*server_.source_version)) : "") +
               "/" + std::to_string(server_.codepage.value_or(0)));
    for (const auto& [id, name] : server_.sites) prints.add(id + "=" + name);
    prints.add(inputs.ini.bytes);
    for (const auto* file : {&inputs.ini32, &inputs.metabase, &inputs.schema, &inputs.redirection})
      prints.add(*file ? (*file)->bytes : "");
    prints.add(inputs.dll && inputs.dll->version.version ? inputs.dll->version.version->text()
                                                         : "");
    prints.add(inputs.differing_sibling.value_or(""));
    row_.inputs = prints.result().text();
    row_.before = fingerprint(inputs.config->bytes).text();
  }

  // Whether an earlier run did all this, and what it wrote is still there.
  bool is_done(const Row& old, const Inputs&) const {
    if (old.inputs != row_.inputs || old.status == ServerStatus::failed) return false;
    if (job_.in_place) {
      const std::string& standing = old.after.empty() ? old.before : old.after;
      if (standing != row_.before) return false;
    } else if (old.before != row_.before) {
      return false;
    }
    const fs::path folder = job_.out / to_path(server_.name);
    const bool reports = job_.out.empty() || (file_exists(folder / "report.json") &&
                                              file_exists(folder / "changes.diff"));
    return reports && (!job_.apply || job_.in_place || file_exists(output_path()));
  }

  // Only what is shown is masked: fingerprints tell secrets apart.
  void take_plan(const Report& report) {
    const Outcome& outcome = report.outcome;
    row_.changes = plan_lines(outcome.plan, true);
    const bool has_levels = !outcome.plan.handlers.empty() || !outcome.plan.access_policies.empty();
    row_.plan = print_of(has_levels ? plan_lines(outcome.plan, false) : row_.changes, plan_digits);
    row_.group = print_of(row_.changes, group_digits);
    if (report.masks_secrets) row_.changes = plan_lines(report.plan, true);
    row_.counts = outcome.plan.counts();
    row_.left_out = outcome.left_out;
    if (outcome.patched)
      row_.status = outcome.has_changes() ? ServerStatus::changed : ServerStatus::unchanged;
    else if (!outcome.diagnostics.has_errors())
      refuse("FLT020", "nothing came of it, and no error says why", "");
    if (outcome.patched && outcome.has_changes()) row_.after = fingerprint(*outcome.patched).text();
    is_planned_ = outcome.patched.has_value();
  }

  void refuse_review(Review review) {
    if (review == Review::changed)
      refuse("FLT021", "its plan is not the one that was reviewed; nothing is written",
             "Run fleet plan again, and review what is new");
    else
      refuse("FLT021", "it is not among the servers that were reviewed; nothing is written",
             "Run fleet plan again with this server");
  }

  void refuse(std::string_view code, std::string phrase, std::string hint) {
    refusals_.add(Severity::error, code, server_.config, std::move(phrase), std::move(hint));
  }

  bool has_failed() const { return refusals_.has_errors(); }

  fs::path output_path() const {
    const std::string name =
        server_.output.empty() ? server_.name + "/applicationHost.config" : server_.output;
    return job_.out / to_path(name);
  }

  // An output below the folder of all outputs, in folders that are no links.
  void put(const fs::path& path, std::string_view bytes, unsigned mode = 0644) {
    const fs::path folder = path.parent_path();
    Failure failure;
    bool is_new = folder == new_folder_;
    if (!is_new) failure = make_folders(job_.out, folder.lexically_relative(job_.out), is_new);
    if (is_new) new_folder_ = folder;
    if (!failure) failure = write_unflushed(path, bytes, is_new, mode);
    if (failure)
      refusals_.add(Severity::error, "FIL006", to_utf8(path), "cannot be written: " + failure.text,
                    hint_for(failure.cause));
    else
      files_.push_back(path);
  }

  void write(Report& report) {
    if (job_.apply && job_.in_place)
      write_in_place(report.inputs, report.outcome);
    else if (job_.apply)
      write_output(report.outcome);
    if (job_.out.empty()) return;
    report.written_to = row_.written;
    report.backup = row_.backup;
    const fs::path folder = job_.out / to_path(server_.name);
    put(folder / "changes.diff", diff_report(report), 0600);
    put(folder / "report.json", json_report(report));
  }

  void write_in_place(const Inputs& inputs, const Outcome& outcome) {
    if (!outcome.patched) return;
    if (!outcome.has_changes()) return find_backup_of_cut_run(inputs);
    SaveResult saved = replace_file({to_path(server_.config), inputs.config->bytes,
                                     *outcome.patched, job_.backup_dir, job_.backup});
    if (saved.written) row_.written = server_.config;
    if (!saved.backup.empty()) row_.backup = to_utf8(saved.backup);
    refusals_.append(std::move(saved.diagnostics));
  }

  // A run that was killed may have written this config without getting to its journal: the backup
  // is named all the same, so that a rollback finds it.
  void find_backup_of_cut_run(const Inputs& inputs) {
    if (!resumes_) return;
    clean_up_after_dead_run(to_path(server_.config));
    const auto backups = list_backups(to_path(server_.config), job_.backup_dir);
    if (backups.empty() || backups.front().written_hash != sha256(inputs.config->bytes)) return;
    row_.written = server_.config;
    row_.backup = to_utf8(backups.front().path);
    row_.after = row_.before;
  }

  void write_output(const Outcome& outcome) {
    const fs::path path = output_path();
    if (!outcome.patched) {
      // What an earlier run wrote there would pass for the result of this one.
      std::error_code ignored;
      fs::remove(path, ignored);
      return;
    }
    std::error_code not_there;
    if (fs::equivalent(path, to_path(server_.config), not_there))
      return refuse("FLT017", "the output would take the place of the config itself",
                    "Name another folder with --out, or use --in-place");
    put(path, *outcome.patched);
    if (!has_failed()) row_.written = to_utf8(path);
  }

  void fold_findings(const Diagnostics& found) {
    for (const Diagnostics* diagnostics :
         std::initializer_list<const Diagnostics*>{&refusals_, &found})
      for (const Diagnostic& finding : diagnostics->all()) fold(finding);
  }

  void fold(const Diagnostic& finding) {
    if (finding.severity == Severity::error && row_.error.empty()) {
      row_.error = finding.code + ": " + finding.phrase;
      if (!finding.file.empty()) {
        row_.error += " (" + finding.file;
        if (finding.place.line > 0) row_.error += ":" + std::to_string(finding.place.line);
        row_.error += ")";
      }
    }
    std::string phrase = fold_phrase(finding.phrase);
    for (FoldedFinding& known : row_.findings) {
      if (known.code != finding.code || known.phrase != phrase) continue;
      ++known.times;
      return;
    }
    constexpr std::size_t enough = 200;  // kinds on one server
    if (row_.findings.size() >= enough) phrase = "(and other findings)";
    if (row_.findings.size() > enough)
      ++row_.findings.back().times;
    else
      row_.findings.push_back({finding.severity, finding.code, std::move(phrase), 1});
  }

  JobResult finish() {
    if (has_failed() || !is_planned_) row_.status = ServerStatus::failed;
    if (row_.status == ServerStatus::failed && !server_.origin.empty() && !row_.error.empty())
      row_.error += ", " + server_.origin;
    if (row_.status == ServerStatus::failed && row_.written.empty()) row_.after.clear();
    return {std::move(row_), false, std::move(files_)};
  }

  const Server& server_;
  const FleetJob& job_;
  const Mapping& mapping_;
  const Reviewed* reviewed_;
  Options options_;
  Diagnostics refusals_;
  Row row_;
  bool is_planned_ = false;
  bool resumes_ = false;
  std::vector<fs::path> files_;
  fs::path new_folder_;  // made by this job: nothing of a dead run can be in it
};

JobResult failed(const Server& server, const char* what) {
  JobResult result;
  result.row.server = server.name;
  result.row.config = server.config;
  const std::string phrase = std::string("the run of this server was stopped: ") + what;
  result.row.error = "FLT020: " + phrase;
  result.row.findings.push_back({Severity::error, "FLT020", phrase, 1});
  return result;
}

}  // namespace

JobResult run_job(const Server& server, const FleetJob& job, const Mapping& mapping,
                  const Reviewed* reviewed, const std::function<std::optional<Row>()>& previous) {
  try {
    return Job(server, job, mapping, reviewed).run(previous);
  } catch (const std::bad_alloc&) {
    return failed(server, "memory ran out");
  } catch (const std::exception& fault) {
    return failed(server, fault.what());
  }
}

}  // namespace fcgi6to7
