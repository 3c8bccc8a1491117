// The readers of one file each: any bytes give values whose places lie in the text, or a finding.
#include "apphost/apphost.hpp"
#include "fcgiext/fcgiext.hpp"
#include "fcgiext/pe_version.hpp"
#include "fuzz/targets.hpp"
#include "ini/lines.hpp"
#include "metabase/metabase.hpp"
#include "support/migration.hpp"
#include "text/encoding.hpp"

namespace fcgi6to7::test {
namespace {

bool within(Span span, std::string_view text) {
  return span.begin <= span.end && span.end <= text.size();
}

void check_findings(const Diagnostics& diagnostics) {
  for (const Diagnostic& finding : diagnostics.all()) {
    CHECK_MESSAGE(built_in_mapping().find_explanation(finding.code), finding.code);
    CHECK_FALSE(finding.phrase.empty());
  }
}

void check_tag(const Tag& tag, std::string_view text) {
  CHECK(tag.begin < tag.inside);
  CHECK(tag.inside <= tag.close);
  CHECK(tag.close <= tag.end);
  CHECK(tag.end <= text.size());
  CHECK(text[tag.begin] == '<');
}

void check_element(const Element& element, std::string_view text) {
  check_tag(element.tag, text);
  CHECK(tag_name(text, element.tag.begin) == element.name);
  for (const Attribute& attribute : element.attributes) {
    REQUIRE(within(attribute.value_at, text));
    REQUIRE(attribute.value_at.end < text.size());
    const char quote = text[attribute.value_at.end];
    CHECK((quote == '"' || quote == '\''));
    CHECK(text[attribute.value_at.begin - 1] == quote);
  }
  for (const Element& child : element.children) {
    CHECK(child.tag.begin >= element.tag.inside);
    CHECK(child.tag.end <= element.tag.close);
    check_element(child, text);
  }
}

}  // namespace

void fuzz_ini(std::string_view bytes) {
  const Decoded decoded = decode(bytes, std::nullopt);
  const SourceText text("fcgiext.ini", decoded.text);
  if (text.text().find('\0') == std::string_view::npos) {
    std::size_t last = 0;
    for (const IniLine& line : read_ini_lines(text.text())) {
      REQUIRE(within(line.whole, text.text()));
      CHECK(line.whole.begin >= last);
      CHECK(within(line.name, text.text()));
      CHECK(within(line.value, text.text()));
      last = line.whole.end;
    }
  }
  for (const Repeats repeats : {Repeats::last, Repeats::first, Repeats::refuse}) {
    Diagnostics diagnostics;
    const FcgiExt read = read_fcgiext(text, repeats, diagnostics);
    check_findings(diagnostics);
    for (const Pool& pool : read.pools)
      for (const Setting& setting : pool.settings) {
        REQUIRE(within(setting.value_at, text.text()));
        CHECK(text.slice(setting.value_at) == setting.value);
        CHECK(setting.line == text.place(setting.where.begin).line);
      }
    for (const Binding& binding : read.bindings)
      CHECK((!binding.pool_at || *binding.pool_at < read.pools.size()));
  }
}

void fuzz_config(std::string_view bytes) {
  const Decoded decoded = decode(bytes, std::nullopt, 65001);
  const SourceText text("applicationHost.config", decoded.text);
  Diagnostics diagnostics;
  const auto host = read_apphost(text, diagnostics);
  check_findings(diagnostics);
  CHECK(host.has_value() != diagnostics.has_errors());
  for (const Diagnostic& finding : diagnostics.all())
    CHECK_MESSAGE(finding.code != "CFG005", "the two readers disagree: ", finding.phrase);
  read_redirection(bytes);
  if (!host) return;
  check_tag(host->root, text.text());
  for (const Location& location : host->locations) check_tag(location.tag, text.text());
  for (const Group& group : host->groups) {
    check_tag(group.tag, text.text());
    CHECK((!group.location || *group.location < host->locations.size()));
  }
  for (const Section& section : host->sections) check_element(section.element, text.text());
}

void fuzz_metabase(std::string_view bytes) {
  const Decoded decoded = decode(bytes, std::nullopt, 65001);
  const SourceText text("MetaBase.xml", decoded.text);
  Diagnostics diagnostics;
  const auto base = read_metabase(text, diagnostics);
  check_findings(diagnostics);
  CHECK(base.has_value() != diagnostics.has_errors());
  if (!base) return;
  for (std::size_t i = 0; i < base->nodes.size(); ++i) {
    const MetaNode& node = base->nodes[i];
    CHECK(within(node.where, text.text()));
    CHECK((i == 0 ? node.parent == 0 : node.parent < i));
    CHECK(find_node(*base, node.path) == &node);
    CHECK((node.site == 0 || find_site(*base, node.site) != nullptr));
    if (const auto* maps = effective_script_maps(*base, node))
      for (const ScriptMapUse& use : *maps) CHECK(use.map < base->script_maps.size());
    effective_access(*base, node);
    effective_path_info(*base, node);
    nearest_application(*base, node);
    url_path(node);
  }
}

void fuzz_pe_version(std::string_view bytes) {
  const PeVersion read = read_pe_version(bytes);
  CHECK(read.version.has_value() == read.problem.empty());
  if (!read.version) return;
  for (const unsigned part :
       {read.version->major, read.version->minor, read.version->build, read.version->revision})
    CHECK(part <= 65535);
}

}  // namespace fcgi6to7::test
