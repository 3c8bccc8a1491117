#include <cstdio>
#include <exception>

#include "cli/run.hpp"

int main(int argc, char** argv) {
  try {
    return fcgi6to7::run(argc, argv);
  } catch (const std::exception& error) {
    // Memory that runs out, or a fault of ours: nothing is half-written, as files are replaced
    // whole.
    std::fprintf(stderr, "fcgi6to7: stopped: %s; nothing was written\n", error.what());
    return 1;
  }
}
