# The packages this project stands on. CMake configs where they exist, else header and library.
find_package(Threads REQUIRED)
find_package(pugixml REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_path(INIH_INCLUDE_DIR ini.h REQUIRED)
find_library(INIH_LIBRARY NAMES inih REQUIRED)

add_library(fcgi6to7_dependencies INTERFACE)
target_include_directories(fcgi6to7_dependencies SYSTEM INTERFACE ${INIH_INCLUDE_DIR})
target_link_libraries(fcgi6to7_dependencies INTERFACE
  pugixml::pugixml CLI11::CLI11 nlohmann_json::nlohmann_json ${INIH_LIBRARY} Threads::Threads)
