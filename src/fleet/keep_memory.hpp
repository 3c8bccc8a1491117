// Memory that a server's migration gave back is kept for the next one.
#pragma once

namespace fcgi6to7 {

/// Tells the system's allocator to hold on to freed memory (some dozen MB). Without it each
/// server's pages are returned and fetched again: 64 page faults a server of 95 KB. To be called
/// before threads start; does nothing where the allocator is not glibc's.
void keep_freed_memory();

}  // namespace fcgi6to7
