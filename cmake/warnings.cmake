# Warnings for our own code only. They fail the build where FCGI6TO7_WERROR says so (CI), never a user's.
add_library(fcgi6to7_warnings INTERFACE)
if(MSVC)
  target_compile_options(fcgi6to7_warnings INTERFACE /W4 /utf-8 $<$<BOOL:${FCGI6TO7_WERROR}>:/WX>)
else()
  target_compile_options(fcgi6to7_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    -Wnon-virtual-dtor -Wold-style-cast $<$<BOOL:${FCGI6TO7_WERROR}>:-Werror>)
endif()
