// The whole tool as one pure function: texts in, plan, findings and patched text out.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apphost/apphost.hpp"
#include "fcgiext/fcgiext.hpp"
#include "mapping/mapping.hpp"
#include "plan/inputs.hpp"
#include "plan/options.hpp"
#include "plan/plan.hpp"
#include "text/diagnostic.hpp"
#include "text/edit.hpp"
#include "text/encoding.hpp"
#include "text/source.hpp"

namespace fcgi6to7 {

/// One thing that speaks for a version, with its place.
struct Evidence {
  std::string what;  ///< "MaxInstances=0 (automatic) exists only in 1.5"
  std::string file;
  int line = 0;  ///< 0: the file as a whole
};

struct SourceFacts {
  SourceVersion version = SourceVersion::v1_0;
  bool decided = false;  ///< false: nothing tells; taken as 1.0
  std::vector<Evidence> evidence;
  Encoding encoding;
  std::string encoding_reason;
};

struct TargetFacts {
  std::string version;
  std::string reason;  ///< "--target", "schema/IIS_schema.xml beside the config", …
};

/// An ini as text and as values.
struct ReadIni {
  SourceText text;
  FcgiExt file;
};

/// The patched config as the verification read it. Views of the outcome's texts and the inputs'.
struct VerifiedConfig {
  SourceText text;
  AppHost host;
  TargetSchema schema;
};

struct Outcome {
  SourceFacts source;
  TargetFacts target;
  std::vector<ReadIni> inis;  ///< one, or two with --ini32; empty when the text cannot be read
  Diagnostics diagnostics;
  Plan plan;
  SourceText config;  ///< decoded; empty when there is none or it cannot be read. A view of the
                      ///< inputs' bytes where these are its text: they have to outlive it
  Encoding config_encoding;
  std::vector<Edit> edits;             ///< on the decoded config, sorted; empty when refused
  std::optional<std::string> patched;  ///< the new bytes of the config; nothing: refused
  std::shared_ptr<const VerifiedConfig> verified;  ///< null: refused, or there is no change
  bool left_out = false;                           ///< --partial left something out

  bool has_changes() const { return !edits.empty(); }
};

/// Reads the ini, reads the config, plans, edits, and verifies by planning again on the result.
/// Without --partial an error finding refuses the result; findings and plan are there all the same.
Outcome migrate(const Inputs& inputs, const Mapping& mapping, const Options& options);

/// The unified diff of the config's bytes, for patch and git apply.
std::string byte_diff(const Outcome& outcome, std::string_view original_bytes);
/// The unified diff of the decoded text, for people.
std::string text_diff(const Outcome& outcome);

}  // namespace fcgi6to7
