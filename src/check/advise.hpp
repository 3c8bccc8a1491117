// What check has to say of a migration's result: advice that stops nothing.
#pragma once

#include "mapping/mapping.hpp"
#include "plan/inputs.hpp"
#include "plan/migrate.hpp"
#include "plan/options.hpp"
#include "text/diagnostic.hpp"

namespace fcgi6to7 {

/// Notes and warnings (never errors) about the pools and sites that the outcome changes, as they
/// would be with the change. Places are those of the config as it was; a finding on an element
/// that is new is about the file. What the outcome's own findings say is not said again, and of
/// one kind three are given, with the number of the rest. A config above 16 MB is not checked, and
/// a note says so (CHK039).
Diagnostics advise(const Inputs& inputs, const Outcome& outcome, const Mapping& mapping,
                   const Options& options);

}  // namespace fcgi6to7
