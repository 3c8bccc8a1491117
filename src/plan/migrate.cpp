#include "plan/migrate.hpp"

#include <algorithm>

#include "apphost/apphost.hpp"
#include "apphost/reread.hpp"
#include "plan/applications.hpp"
#include "plan/bindings.hpp"
#include "plan/buffer_limits.hpp"
#include "plan/collisions.hpp"
#include "plan/defaults.hpp"
#include "plan/handler_checks.hpp"
#include "plan/handlers.hpp"
#include "plan/routes.hpp"
#include "plan/unmatched.hpp"
#include "plan/versions.hpp"
#include "plan/wanted.hpp"
#include "plan/write.hpp"
#include "text/unified_diff.hpp"

namespace fcgi6to7 {
namespace {

std::string base_name(const std::string& path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

// The metabase may be huge: it is read once, for both runs.
struct ReadMetabase {
  SourceText text;
  std::optional<MetaBase> base;
  Diagnostics diagnostics;
};

ReadMetabase read_once(const std::optional<NamedBytes>& file, const Options& options) {
  ReadMetabase read;
  if (!file || options.handlers != Handlers::metabase) return read;
  Decoded decoded = decode(file->bytes, std::nullopt, 65001);
  read.text = SourceText(file->name, std::move(decoded.text));
  if (decoded.bad_byte) {
    const std::size_t end = read.text.text().size();
    read.diagnostics.add(Severity::error, "MTB011", read.text, {end, end},
                         "the byte after this place is no character in " + decoded.encoding.name,
                         "Copy MetaBase.xml from the server again");
  } else {
    read.base = read_metabase(read.text, read.diagnostics);
  }
  return read;
}

void refuse(Outcome& outcome) {
  outcome.edits.clear();
  outcome.patched.reset();
  outcome.verified.reset();
  outcome.left_out = false;
}

const Inputs no_disk;

// One run through the five steps.
class Migration {
 public:
  Migration(const Inputs& inputs, const ReadMetabase& metabase, const Mapping& mapping,
            const Options& options)
      : inputs_(inputs), metabase_(metabase), mapping_(mapping), options_(options) {
    out_.diagnostics.append(metabase.diagnostics);
  }

  Outcome run() {
    read_ini(inputs_.ini, true);
    if (inputs_.ini32) read_ini(*inputs_.ini32, false);
    if (inputs_.config) read_config(inputs_.config->name, inputs_.config->bytes);
    out_.source.decided = false;
    SourceFacts detected =
        detect_source(out_.inis, inputs_.dll, mapping_, options_, out_.diagnostics);
    detected.encoding = out_.source.encoding;
    detected.encoding_reason = out_.source.encoding_reason;
    out_.source = std::move(detected);
    auto target =
        choose_target(inputs_, host_ ? &*host_ : nullptr, mapping_, options_, out_.diagnostics);
    if (target) {
      out_.target = target->facts;
      plan(target->schema);
      edit(target->schema);
      verify(std::move(target->schema));
    }
    return std::move(out_);
  }

 private:
  void report(Severity severity, std::string_view code, const std::string& file, std::string phrase,
              std::string hint) {
    out_.diagnostics.add(severity, code, file, std::move(phrase), std::move(hint));
  }

  void read_ini(const NamedBytes& file, bool first) {
    Decoded decoded = decode(file.bytes, options_.codepage, options_.fallback_codepage);
    if (first) {
      out_.source.encoding = decoded.encoding;
      out_.source.encoding_reason = decoded.reason;
    }
    SourceText text(file.name, std::move(decoded.text));
    if (decoded.bad_byte) {
      const std::size_t end = text.text().size();
      out_.diagnostics.add(
          Severity::error, "INI014", text, {end, end},
          "the byte after this place is no character in " + decoded.encoding.name,
          "Pass --codepage with the ANSI code page of the old server (936, 932, 1251, …)");
      return;
    }
    if (decoded.encoding.bom)
      report(Severity::note, "INI015", file.name,
             "a byte order mark (" + decoded.encoding.name +
                 "), which Microsoft's fcgiconfig.js refuses",
             "");
    FcgiExt values = read_fcgiext(text, options_.repeats, out_.diagnostics);
    out_.inis.push_back({std::move(text), std::move(values)});
  }

  void read_config(const std::string& name, std::string_view bytes) {
    if (!decode_config(name, bytes)) return;
    host_ = read_apphost(out_.config, out_.diagnostics, extent());
    if (!host_) return;
    place_ = find_fast_cgi(out_.config, *host_, out_.diagnostics);
    if (!is_second_) check_redirection(name);
  }

  // Where no handler mapping changes no site does: what surrounds the pools may stay unread.
  Extent extent() const { return changes_mappings(options_) ? Extent::serving : Extent::routing; }

  // The usual config is its own text: a copy would cost time and memory.
  bool decode_config(const std::string& name, std::string_view bytes) {
    if (is_plain_utf8(bytes)) {
      out_.config = SourceText::borrowed(name, bytes);
      return true;
    }
    Decoded decoded = decode(bytes, std::nullopt, 65001);
    out_.config_encoding = decoded.encoding;
    out_.config = SourceText(name, std::move(decoded.text));
    if (!decoded.bad_byte) return true;
    const std::size_t end = out_.config.text().size();
    out_.diagnostics.add(Severity::error, "CFG008", out_.config, {end, end},
                         "the byte after this place is no character in " + decoded.encoding.name,
                         "Save the file as UTF-8, or restore it from a backup");
    return false;
  }

  void check_redirection(const std::string& config) {
    if (!inputs_.redirection) return;
    const auto elsewhere = read_redirection(inputs_.redirection->bytes);
    if (!elsewhere) return;
    report(Severity::error, "CFG014", inputs_.redirection->name,
           "IIS does not read " + config + ": the configuration is redirected to " + *elsewhere,
           "Migrate the applicationHost.config there, or turn the redirection off");
    place_.reset();
  }

  void plan(const TargetSchema& schema) {
    const std::size_t errors_before = out_.diagnostics.count(Severity::error);
    const Inputs& disk = is_second_ ? no_disk : inputs_;  // to look at it once is enough
    const Context context{mapping_,    options_,  schema,          out_.source,
                          disk.exists, disk.read, out_.diagnostics};
    std::vector<WantedApplication> wanted;
    for (const ReadIni& ini : out_.inis) {
      for (WantedApplication& pool : read_pools(ini.file, ini.text, context))
        wanted.push_back(std::move(pool));
    }
    for (const ReadIni& ini : out_.inis) check_content(ini);
    check_pools(wanted);
    settle_collisions(wanted, context);
    const ExistingApplications existing(place_ && place_->section ? &place_->section->element
                                                                  : nullptr);
    if (host_ && options_.handlers != Handlers::off) plan_routes(wanted, existing, context);
    settle_buffer_limits(wanted, out_.plan, host_ ? &*host_ : nullptr, context);
    out_.plan.applications = plan_applications(wanted, existing, context);
    errors_of_plan_ = out_.diagnostics.count(Severity::error) - errors_before;
    if (is_second_) return;  // what follows changes nothing
    report_undecided_defaults(wanted, context);
    report_unmatched(out_.inis, host_ ? &*host_ : nullptr, context);
    out_.plan.bindings =
        plan_bindings(out_.inis, wanted, host_ ? &*host_ : nullptr, out_.plan, options_);
  }

  void plan_routes(const std::vector<WantedApplication>& wanted,
                   const ExistingApplications& existing, const Context& context) {
    const RouteSources sources(out_.inis, wanted, *host_, out_.config, context);
    if (options_.handlers == Handlers::types)
      plan_handlers(out_.plan, routes_from_types(sources), sources, existing);
    else if (metabase_.base)
      plan_handlers(out_.plan, routes_from_metabase(sources, *metabase_.base, metabase_.text),
                    sources, existing);
    check_handlers(out_.plan, sources);
  }

  void check_content(const ReadIni& ini) {
    if (ini.text.text().empty() || !ini.file.has_entries) {
      if (!ini.text.text().empty() && !out_.diagnostics.has_errors())
        report(Severity::note, "INI003", ini.text.name(),
               "nothing but comments, as the file is shipped", "");
      return;
    }
    if (!ini.file.has_types)
      report(Severity::warning, "PLN026", ini.text.name(),
             "no [Types] section: no extension is bound to a process pool",
             "Check that this is the whole file of the server");
    else if (ini.file.bindings.empty())
      report(Severity::warning, "PLN026", ini.text.name(),
             "[Types] binds no extension to a process pool",
             "Check that this is the whole file of the server");
    if (inputs_.differing_sibling)
      report(Severity::warning, "PLN095", *inputs_.differing_sibling,
             "a 32-bit worker process on this server read this file, which differs from " +
                 inputs_.ini.name,
             "Pass --ini32 " + *inputs_.differing_sibling + " to migrate both");
  }

  void check_pools(const std::vector<WantedApplication>& wanted) {
    const bool any_entries = std::any_of(out_.inis.begin(), out_.inis.end(),
                                         [](const ReadIni& i) { return i.file.has_entries; });
    if (!any_entries) return;
    const bool any_pool = std::any_of(wanted.begin(), wanted.end(), [](const WantedApplication& w) {
      return !w.full_path.empty() || w.scope || w.left_out.starts_with("--skip-pool");
    });
    if (!any_pool)
      report(Severity::error, "PLN025", inputs_.ini.name,
             "no section is a process pool: none has ExePath",
             "Add a section with ExePath=…, and name it in [Types]");
    else
      report(Severity::note, "PLN096", "",
             "the registry value "
             "HKLM\\SYSTEM\\CurrentControlSet\\Services\\w3svc\\Parameters\\FastCGIUtf8ServerVariab"
             "les "
             "does not travel with the file",
             "If the old server had it, set it on the new one");
  }

  void edit(const TargetSchema& schema) {
    const bool refused = out_.diagnostics.has_errors() && !options_.partial;
    if (!inputs_.config || !host_ || !place_ || out_.inis.empty() || refused) return;
    out_.left_out = out_.diagnostics.has_errors();
    out_.edits = write_plan(out_.plan, out_.config, *host_, *place_, schema);
    out_.patched = apply_edits(inputs_.config->bytes,
                               encode_edits(out_.config.text(), out_.edits, out_.config_encoding));
  }

  // The fifth step: planning again on the result must find nothing left to do.
  void verify(TargetSchema schema) {
    if (out_.edits.empty() || holds(std::move(schema))) return;
    report(Severity::error, "PLN099", inputs_.config->name,
           "the result does not hold when it is read again; nothing is written",
           "This is a fault of fcgi6to7: please report it with both files");
    refuse(out_);
  }

  // Leaves host_ behind: the second run takes over what no edit touched.
  bool holds(TargetSchema schema) {
    Migration second(inputs_, metabase_, mapping_, options_);
    second.is_second_ = true;
    second.out_.source = out_.source;
    std::swap(second.out_.inis, out_.inis);
    second.reread_config(*this);
    if (second.place_) second.plan(schema);
    std::swap(second.out_.inis, out_.inis);
    if (!second.place_ || second.out_.plan.counts().changes() > 0 ||
        second.errors_of_plan_ != errors_of_plan_)
      return false;
    out_.verified = std::make_shared<VerifiedConfig>(
        VerifiedConfig{std::move(second.out_.config), std::move(*second.host_), std::move(schema)});
    return true;
  }

  void reread_config(Migration& first) {
    const std::string& bytes = *first.out_.patched;
    const bool is_its_own_text = first.out_.config.text().data() == inputs_.config->bytes.data();
    const bool edits_are_plain =
        std::all_of(first.out_.edits.begin(), first.out_.edits.end(),
                    [](const Edit& edit) { return is_plain_utf8(edit.text); });
    if (!is_its_own_text || !edits_are_plain) return read_config(first.out_.config.name(), bytes);
    out_.config = SourceText::borrowed(first.out_.config.name(), bytes);
    host_ = reread_apphost(std::move(*first.host_), out_.config, first.out_.edits, out_.diagnostics,
                           extent());
    if (host_) place_ = find_fast_cgi(out_.config, *host_, out_.diagnostics);
  }

  const Inputs& inputs_;
  const ReadMetabase& metabase_;
  const Mapping& mapping_;
  const Options& options_;
  Outcome out_;
  bool is_second_ = false;  // the verification's
  std::size_t errors_of_plan_ = 0;
  std::optional<AppHost> host_;
  std::optional<FastCgiPlace> place_;
};

}  // namespace

Outcome migrate(const Inputs& inputs, const Mapping& mapping, const Options& options) {
  const ReadMetabase metabase = read_once(inputs.metabase, options);
  Outcome outcome = Migration(inputs, metabase, mapping, options).run();
  if (options.strict) {
    outcome.diagnostics.make_strict([&](std::string_view code) {
      const Explanation* row = mapping.find_explanation(code);
      return row && row->severity;  // a rule of check, and its findings are advice
    });
    if (outcome.diagnostics.has_errors() && !options.partial) refuse(outcome);
  }
  return outcome;
}

std::string byte_diff(const Outcome& outcome, std::string_view original_bytes) {
  return unified_diff(base_name(outcome.config.name()), original_bytes,
                      encode_edits(outcome.config.text(), outcome.edits, outcome.config_encoding));
}

std::string text_diff(const Outcome& outcome) {
  return unified_diff(base_name(outcome.config.name()), outcome.config.text(), outcome.edits);
}

}  // namespace fcgi6to7
