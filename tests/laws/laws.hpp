// The laws that every migration keeps, asserted on one set of inputs and options.
#pragma once

#include "support/migration.hpp"

namespace fcgi6to7::test {

/// Asserts laws 1 to 4, 6 and 7 of docs/architecture.md. Gives whether a config was written.
bool check_laws(const Inputs& inputs, const Options& options);

}  // namespace fcgi6to7::test
