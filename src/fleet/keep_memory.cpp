#include "fleet/keep_memory.hpp"

#include <cstdlib>  // defines __GLIBC__

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace fcgi6to7 {

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int megabyte = 1 << 20;
  // Texts and trees of usual servers are below the first bound and come from the heap; those of
  // huge ones are mapped, and go back to the system.
  mallopt(M_MMAP_THRESHOLD, 4 * megabyte);
  mallopt(M_TRIM_THRESHOLD, 16 * megabyte);
  mallopt(M_TOP_PAD, megabyte);
#endif
}

}  // namespace fcgi6to7
