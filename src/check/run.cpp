#include "check/run.hpp"

#include <algorithm>
#include <future>
#include <map>
#include <set>

#include "apphost/apphost.hpp"
#include "apphost/patch.hpp"
#include "check/rules.hpp"
#include "check/verify.hpp"
#include "plan/migrate.hpp"
#include "plan/versions.hpp"
#include "text/encoding.hpp"
#include "text/unified_diff.hpp"

namespace fcgi6to7 {
namespace {

constexpr std::size_t large = 1 << 20;  // bytes of a config from which on a thread pays

void declare(const Element& group, const std::string& prefix, AppHost& host) {
  for (const Element& child : group.children) {
    const std::string path = prefix + std::string(child.value("name"));
    if (child.name == "sectionGroup") declare(child, path + "/", host);
    if (child.name == "section") host.declared.insert(path);
  }
}

std::optional<Target> target_of(const Inputs& inputs, const Element& root, const Mapping& mapping,
                                const Options& options, Diagnostics& diagnostics) {
  AppHost host;  // what the config declares is all that the choice looks at
  for (const Element& child : root.children)
    if (child.name == "configSections") declare(child, "", host);
  return choose_target(inputs, &host, mapping, options, diagnostics);
}

bool contains(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// The chosen fixes that do not get in each other's way: an element that goes takes no other, and
// nothing moves behind it. What is left shows in the next run.
void apply_fixes(const std::vector<Fix>& fixes, const std::vector<std::string>& codes,
                 Patch& patch) {
  std::map<std::size_t, std::size_t> gone;  // where removed elements begin and end
  const auto is_gone = [&](Span target) {
    auto next = gone.upper_bound(target.begin);
    return next != gone.begin() && std::prev(next)->second >= target.end;
  };
  for (const bool moves : {false, true})
    for (const Fix& fix : fixes) {
      if (!fix.removes || fix.anchor.has_value() != moves || !contains(codes, fix.code) ||
          is_gone(fix.target) || (moves && is_gone(*fix.anchor)))
        continue;
      gone.emplace(fix.target.begin, fix.target.end);
      fix.step(patch);
    }
  std::set<std::pair<std::string, std::size_t>> done;
  for (const Fix& fix : fixes)
    if (!fix.removes && contains(codes, fix.code) && !is_gone(fix.target) &&
        done.emplace(fix.code, fix.target.begin).second)
      fix.step(patch);
}

void write_patch(const NamedBytes& config, const SourceText& xml, const Encoding& encoding,
                 Patch patch, CheckResult& result) {
  const std::vector<Edit> edits = encode_edits(xml.text(), std::move(patch).edits(), encoding);
  result.patched = apply_edits(config.bytes, edits);
  const std::size_t slash = config.name.find_last_of("/\\");
  result.diff = unified_diff(
      slash == config.name.npos ? config.name : config.name.substr(slash + 1), config.bytes, edits);
}

// What a migration of the ini would still change.
void check_ini(const Inputs& inputs, const Mapping& mapping, const Options& options,
               Findings& findings) {
  if (inputs.ini.name.empty()) return;
  const Outcome outcome = migrate(inputs, mapping, options);
  const Counts counts = outcome.plan.counts();
  if (counts.create + counts.set > 0)
    findings.add("CHK037", inputs.ini.name,
                 std::to_string(counts.create) +
                     " values or mappings of it are not in the config, and " +
                     std::to_string(counts.set) + " differ",
                 "See which: fcgi6to7 plan " + inputs.ini.name + " " + inputs.config->name);
  findings.add("PLN096", "",
               "the registry value "
               "HKLM\\SYSTEM\\CurrentControlSet\\Services\\w3svc\\Parameters\\"
               "FastCGIUtf8ServerVariables does not travel with the file",
               "If the old server had it, set it on the new one");
}

struct Reading {
  const Inputs& inputs;
  const SourceText& xml;
  const Encoding& encoding;
  const Element& root;
  const TargetSchema& target;
};

void check_rules(const Reading& reading, const Mapping& mapping, const Options& options,
                 const CheckChoice& choice, Diagnostics& found, CheckResult& result) {
  const ServerModel server = model_server(reading.root);
  const Programs programs = find_programs(server, mapping, reading.inputs);
  const std::vector<Iis6Site> iis6 = read_iis6_sites(reading.inputs.metabase);
  const CheckContext context{server, mapping, reading.target, programs, reading.inputs, iis6};
  Findings findings(reading.xml, mapping, found);
  findings.keep_fixes_of(choice.fix);
  run_rules(context, findings);
  check_ini(reading.inputs, mapping, options, findings);
  if (choice.accounts) result.accounts = site_accounts(context, true);
  for (SiteAccount& account : result.accounts) account.at = nullptr;  // the tree goes
  if (choice.fix.empty() && choice.cgi.empty()) return;
  AppHost host;  // its root alone tells the dialect
  host.root = reading.root.tag;
  Patch patch(reading.xml, host);
  apply_fixes(findings.fixes(), choice.fix, patch);
  for (const CgiProgram& program : choice.cgi)
    add_cgi_program(program, server, patch, result.diagnostics);
  write_patch(*reading.inputs.config, reading.xml, reading.encoding, std::move(patch), result);
}

}  // namespace

CheckResult check_config(const Inputs& inputs, const Mapping& mapping, const Options& options,
                         const CheckChoice& choice) {
  CheckResult result;
  // The usual config is its own text: a copy would cost time and memory.
  const bool plain = is_plain_utf8(inputs.config->bytes);
  Decoded decoded = plain ? Decoded{} : decode(inputs.config->bytes, std::nullopt, 65001);
  const SourceText xml = plain ? SourceText::borrowed(inputs.config->name, inputs.config->bytes)
                               : SourceText(inputs.config->name, std::move(decoded.text));
  if (decoded.bad_byte) {
    const std::size_t end = xml.text().size();
    result.diagnostics.add(Severity::error, "CFG008", xml, {end, end},
                           "the byte after this place is no character in " + decoded.encoding.name,
                           "Save the file as UTF-8, or restore it from a backup");
    return result;
  }
  const auto tree = read_elements(xml, result.diagnostics);
  if (!tree) return result;
  const Element& root = tree->root;
  const auto target = target_of(inputs, root, mapping, options, result.diagnostics);
  if (!target) return result;
  result.readable = true;
  result.target = "IIS " + target->facts.version + " (" + target->facts.reason + ")";
  // The two look at the tree side by side; the line table, made at the first question, is there.
  xml.place(0);
  auto refused =
      std::async(xml.text().size() > large ? std::launch::async : std::launch::deferred, [&] {
        Diagnostics diagnostics;
        verify_config(xml, root, target->schema, mapping, diagnostics);
        return diagnostics;
      });
  Diagnostics rules;
  if (choice.rules)
    check_rules({inputs, xml, decoded.encoding, root, target->schema}, mapping, options, choice,
                rules, result);
  Diagnostics found = refused.get();
  found.append(std::move(rules));
  if (!choice.only.empty() || !choice.ignore.empty())
    found.keep_if([&](const Diagnostic& finding) {
      return (choice.only.empty() || contains(choice.only, finding.code)) &&
             !contains(choice.ignore, finding.code);
    });
  result.diagnostics.append(std::move(found));
  return result;
}

}  // namespace fcgi6to7
