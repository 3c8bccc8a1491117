#include "check/run.hpp"

#include <algorithm>

#include "apphost/apphost.hpp"
#include "apphost/patch.hpp"
#include "check/rules.hpp"
#include "check/verify.hpp"
#include "plan/versions.hpp"
#include "text/encoding.hpp"
#include "text/unified_diff.hpp"

namespace fcgi6to7 {
namespace {

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

void fix(const NamedBytes& config, const SourceText& xml, const Encoding& encoding,
         const Element& root, const Findings& findings, const CheckChoice& choice,
         CheckResult& result) {
  AppHost host;  // its root alone tells the dialect
  host.root = root.tag;
  Patch patch(xml, host);
  for (const Findings::Removal& removal : findings.removals())
    if (contains(choice.fix, removal.code)) patch.remove(removal.tag);
  const std::vector<Edit> edits = encode_edits(xml.text(), std::move(patch).edits(), encoding);
  result.patched = apply_edits(config.bytes, edits);
  const std::size_t slash = config.name.find_last_of("/\\");
  result.diff = unified_diff(
      slash == config.name.npos ? config.name : config.name.substr(slash + 1), config.bytes, edits);
}

}  // namespace

CheckResult check_config(const Inputs& inputs, const Mapping& mapping, const Options& options,
                         const CheckChoice& choice) {
  CheckResult result;
  Decoded decoded = decode(inputs.config->bytes, std::nullopt, 65001);
  const SourceText xml(inputs.config->name, std::move(decoded.text));
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
  Diagnostics found;
  verify_config(xml, root, target->schema, found);
  if (choice.rules) {
    const ServerModel server = model_server(root);
    Findings findings(xml, mapping, found);
    run_rules({server, mapping, target->schema}, findings);
    if (!choice.fix.empty())
      fix(*inputs.config, xml, decoded.encoding, root, findings, choice, result);
  }
  for (const Diagnostic& finding : found.all())
    if ((choice.only.empty() || contains(choice.only, finding.code)) &&
        !contains(choice.ignore, finding.code))
      result.diagnostics.add(finding);
  return result;
}

}  // namespace fcgi6to7
