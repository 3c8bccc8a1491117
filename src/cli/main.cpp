#include "cli/run.hpp"

int main(int argc, char** argv) {
  return fcgi6to7::run_guarded(argc, argv);
}
