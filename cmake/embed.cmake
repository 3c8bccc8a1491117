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

# embed_assets(OUTPUT FOLDER): writes a .cpp that defines embedded_assets() with the files of FOLDER and
# their SHA-256, which a page's Content-Security-Policy names.
function(embed_assets output folder)
  file(GLOB assets CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*)
  list(SORT assets)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${assets})
  set(rows "")
  foreach(asset IN LISTS assets)
    get_filename_component(name ${asset} NAME)
    file(READ ${asset} content)
    file(SHA256 ${asset} hash)
    string(REPLACE "\\" "\\\\" content "${content}")
    string(REPLACE "\"" "\\\"" content "${content}")
    string(REPLACE "\n" "\\n\"\n\"" content "${content}")
    string(APPEND rows "    {\"${name}\", \"${content}\", \"${hash}\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT
"#include \"report/html_parts.hpp\"

namespace fcgi6to7 {

std::span<const Asset> embedded_assets() {
  static constexpr Asset assets[] = {
@rows@  };
  return assets;
}

}  // namespace fcgi6to7
")
endfunction()
