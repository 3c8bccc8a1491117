#include "cli/console.hpp"
#include "cli/run.hpp"

int main(int argc, char** argv) {
  const fcgi6to7::Console console;
  return fcgi6to7::run_guarded(argc, argv);
}
