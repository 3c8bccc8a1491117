# embed_tables(OUTPUT FOLDER): writes a .cpp that defines embedded_tables() with every .ini file of FOLDER.
function(embed_tables output folder)
  file(GLOB tables CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.ini)
  list(SORT tables)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${tables})
  set(rows "")
  foreach(table IN LISTS tables)
    get_filename_component(name ${table} NAME)
    file(READ ${table} content)
    # One literal may hold 16 KB on MSVC, so a table is cut into lines that the compiler joins again.
    string(REPLACE "\\" "\\\\" content "${content}")
    string(REPLACE "\"" "\\\"" content "${content}")
    string(REPLACE "\n" "\\n\"\n\"" content "${content}")
    string(APPEND rows "    {\"${name}\", \"${content}\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT
"#include \"mapping/tables.hpp\"

namespace fcgi6to7 {

std::span<const TableFile> embedded_tables() {
  static constexpr TableFile tables[] = {
@rows@  };
  return tables;
}

}  // namespace fcgi6to7
")
endfunction()
