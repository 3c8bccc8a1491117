#include "fcgiext/fcgiext.hpp"

#include <unordered_map>

#include "fcgiext/bindings.hpp"
#include "ini/lines.hpp"
#include "text/letters.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::string_view types_section = "types";

// A section while it is being read: [Types] and the pools alike.
struct Section {
  Pool content;
  std::size_t blocks = 0;
  std::unordered_map<std::string, std::size_t> by_key;
};

class Reader {
 public:
  Reader(const SourceText& ini, Repeats repeats, Diagnostics& diagnostics)
      : ini_(ini), repeats_(repeats), diagnostics_(diagnostics) {}

  FcgiExt read() {
    const std::vector<IniLine> lines = read_ini_lines(ini_.text());
    if (refuse_long_lines(lines)) return {};
    for (const IniLine& line : lines) read_line(line);
    FcgiExt file;
    file.has_entries = has_entries_;
    std::vector<Setting> types;
    for (Section& section : sections_) {
      if (equal_without_case(section.content.name, types_section)) {
        file.has_types = true;
        types = std::move(section.content.settings);
      } else {
        file.pools.push_back(std::move(section.content));
      }
    }
    by_name_.clear();
    for (std::size_t i = 0; i < file.pools.size(); ++i)
      by_name_.emplace(fold_case(file.pools[i].name), i);
    for (Setting& entry : types) read_binding(std::move(entry), file);
    return file;
  }

 private:
  void report(Severity severity, std::string_view code, Span where, std::string phrase,
              std::string hint = {}) {
    diagnostics_.add(severity, code, ini_, where, std::move(phrase), std::move(hint));
  }

  // A plan holds each value a dozen times: what is read, wanted, planned, written and shown of it.
  bool refuse_long_lines(const std::vector<IniLine>& lines) {
    bool any = false;
    for (const IniLine& line : lines) {
      if (line.whole.size() <= longest_ini_line) continue;
      any = true;
      report(Severity::error, "INI016", line.whole,
             "a line of " + std::to_string(line.whole.size()) + " bytes; " +
                 std::to_string(longest_ini_line) + " are the most that is read",
             "Look whether this is a fcgiext.ini, and whether its line ends got lost in a copy");
    }
    return any;
  }

  void read_line(const IniLine& line) {
    has_entries_ = true;
    if (line.kind == IniLineKind::section) return open_section(line);
    if (line.kind == IniLineKind::entry) return read_entry(line);
    report(Severity::warning, "INI004", line.whole, "neither a section, a setting nor a comment",
           "Remove the line, or put ';' before it");
  }

  void open_section(const IniLine& line) {
    const std::string name(ini_.slice(line.name));
    const auto [entry, is_new] = by_name_.try_emplace(fold_case(name), sections_.size());
    if (is_new) {
      sections_.push_back({});
      sections_.back().content = {name, line.name, ini_.place(line.name.begin).line, {}};
    }
    current_ = entry->second;
    Section& section = sections_[*current_];
    ++section.blocks;
    if (line.indented || line.trailing)
      report(Severity::note, "INI006", line.whole,
             "blanks or text around the section header, which Microsoft's fcgiconfig.js refuses",
             "Nothing to do: the header is read as [" + name + "]");
    if (!is_new) report_repeated_section(line, section);
  }

  void report_repeated_section(const IniLine& line, const Section& section) {
    const std::string first = "line " + std::to_string(section.content.line);
    std::string outcome = "both blocks are merged";
    if (repeats_ == Repeats::first) outcome = "only the block of " + first + " holds";
    if (repeats_ == Repeats::refuse) outcome = "it is not certain which one IIS 6 used";
    report(
        repeats_ == Repeats::refuse ? Severity::error : Severity::warning, "INI009", line.name,
        "section [" + section.content.name + "] stands here again after " + first + "; " + outcome,
        "Make it one section, or choose with --repeats last or --repeats first");
  }

  void read_entry(const IniLine& line) {
    if (!current_) {
      report(
          Severity::warning, "INI005", line.whole,
          "'" + std::string(ini_.slice(line.name)) + "' stands before any section; IIS 6 skips it",
          "Move the line into the section of its process pool");
      return;
    }
    Section& section = sections_[*current_];
    Setting setting{section.content.name,
                    std::string(ini_.slice(line.name)),
                    std::string(ini_.slice(line.value)),
                    line.whole,
                    line.value,
                    ini_.place(line.whole.begin).line};
    if (setting.key.starts_with('#'))
      report(Severity::warning, "INI012", line.whole,
             "'#' starts no comment here, so this is a setting named '" + setting.key + "'",
             "Write ';' if a comment was meant");
    if (setting.value.empty())
      report(Severity::note, "INI007", line.whole,
             "'" + setting.key + "' has an empty value, which Microsoft's fcgiconfig.js refuses",
             "Remove the line if the default was meant");
    if (section.blocks > 1 && repeats_ == Repeats::first) {
      report(Severity::warning, "INI008", line.whole,
             "'" + setting.key + "' is not used: with --repeats first only the first block of [" +
                 section.content.name + "] holds (line " + std::to_string(section.content.line) +
                 ")");
      return;
    }
    keep(section, std::move(setting));
  }

  // A key that stands twice: one of them holds, the other is answered by a finding.
  void keep(Section& section, Setting setting) {
    std::vector<Setting>& settings = section.content.settings;
    const auto [entry, is_new] =
        section.by_key.try_emplace(fold_case(setting.key), settings.size());
    if (is_new) {
      settings.push_back(std::move(setting));
      return;
    }
    Setting& earlier = settings[entry->second];
    const bool same = earlier.value == setting.value;
    const bool last = repeats_ != Repeats::first;
    const Setting& loser = last ? earlier : setting;
    const Setting& winner = last ? setting : earlier;
    Severity severity = same ? Severity::note : Severity::warning;
    if (!same && repeats_ == Repeats::refuse) severity = Severity::error;
    report(severity, "INI008", loser.where,
           "'" + loser.key + "' stands in [" + section.content.name + "] twice; line " +
               std::to_string(winner.line) + " holds" + (same ? " (same value)" : ""),
           same ? "Remove one of the lines"
                : "Remove one of the lines, or choose with --repeats last or --repeats first");
    if (last) earlier = std::move(setting);
  }

  void read_binding(Setting entry, FcgiExt& file) {
    const BindingKey key = read_binding_key(entry.key);
    if (!key.problem.empty()) {
      report(Severity::warning, "INI010", entry.where, "binding not used: " + key.problem,
             key.hint);
      return;
    }
    Binding binding{key.extension, key.site_id, key.application, entry.value, {}, std::move(entry)};
    if (!by_name_.contains(fold_case(binding.pool))) drop_inline_comment(binding);
    if (const auto found = by_name_.find(fold_case(binding.pool)); found != by_name_.end())
      binding.pool_at = found->second;
    else
      report_dead_binding(binding, file);
    if (binding.pool_at) binding.pool = file.pools[*binding.pool_at].name;
    file.bindings.push_back(std::move(binding));
  }

  void drop_inline_comment(Binding& binding) {
    const std::string before(
        trim(std::string_view(binding.pool).substr(0, binding.pool.find(';'))));
    if (before.size() == binding.pool.size() || !by_name_.contains(fold_case(before))) return;
    report(Severity::warning, "INI013", binding.entry.value_at,
           "text after ';' is no comment for IIS 6, but only '" + before +
               "' names a section; taken as such",
           "Put the comment on a line of its own");
    binding.pool = before;
  }

  void report_dead_binding(const Binding& binding, const FcgiExt& file) {
    constexpr std::size_t worth_comparing = 64;
    std::vector<std::string_view> names;
    for (const Pool& pool : file.pools) {
      if (names.size() == worth_comparing) break;
      names.push_back(pool.name);
    }
    std::string hint = "Remove the binding, or add a section [" + binding.pool + "] with ExePath";
    if (const auto near = nearest(binding.pool, names))
      hint = "Did you mean [" + std::string(*near) + "]?";
    if (equal_without_case(binding.extension, "ExePath"))
      hint = "This looks like a setting of a process pool: put it into that pool's section";
    report(Severity::warning, "INI011", binding.entry.where,
           "'" + binding.entry.key + "' leads nowhere: no section [" + binding.pool +
               "]; IIS 6 answers such requests with error 500",
           std::move(hint));
  }

  const SourceText& ini_;
  const Repeats repeats_;
  Diagnostics& diagnostics_;
  std::vector<Section> sections_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::optional<std::size_t> current_;
  bool has_entries_ = false;
};

}  // namespace

FcgiExt read_fcgiext(const SourceText& ini, Repeats repeats, Diagnostics& diagnostics) {
  if (ini.text().empty()) {
    diagnostics.add(Severity::error, "INI001", ini.name(), "the file is empty",
                    "Copy fcgiext.ini from %windir%\\system32\\inetsrv of the IIS 6 server again");
    return {};
  }
  if (const std::size_t nul = ini.text().find('\0'); nul != std::string_view::npos) {
    diagnostics.add(Severity::error, "INI002", ini, {nul, nul}, "a NUL byte: this is no text file",
                    "Copy the file again; if it is UTF-16 without a BOM, pass --codepage utf-16le");
    return {};
  }
  return Reader(ini, repeats, diagnostics).read();
}

}  // namespace fcgi6to7
