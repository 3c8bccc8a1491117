# embed_bytes(FILE ARRAYS NAME): appends an array of the file's bytes to ARRAYS, and says its name. Not a string
# literal: compilers need not take one of more than 65,536 characters, and MSVC does not.
function(embed_bytes file to_arrays to_name)
  get_filename_component(array ${file} NAME)
  string(MAKE_C_IDENTIFIER ${array} array)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  set(${to_arrays} "${${to_arrays}}constexpr char ${array}[] = {${bytes}};\n" PARENT_SCOPE)
  set(${to_name} ${array} PARENT_SCOPE)
endfunction()

# embed_tables(OUTPUT FOLDER): writes a .cpp that defines embedded_tables() with every .ini file of FOLDER.
function(embed_tables output folder)
  file(GLOB tables CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.ini)
  list(SORT tables)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${tables})
  set(rows "")
  set(arrays "")
  foreach(table IN LISTS tables)
    get_filename_component(name ${table} NAME)
    embed_bytes(${table} arrays array)
    string(APPEND rows "    {\"${name}\", {${array}, sizeof ${array}}},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT
"#include \"mapping/tables.hpp\"

namespace fcgi6to7 {
namespace {
@arrays@}  // namespace

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
  set(arrays "")
  foreach(asset IN LISTS assets)
    get_filename_component(name ${asset} NAME)
    file(SHA256 ${asset} hash)
    embed_bytes(${asset} arrays array)
    string(APPEND rows "    {\"${name}\", {${array}, sizeof ${array}}, \"${hash}\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT
"#include \"report/html_parts.hpp\"

namespace fcgi6to7 {
namespace {
@arrays@}  // namespace

std::span<const Asset> embedded_assets() {
  static constexpr Asset assets[] = {
@rows@  };
  return assets;
}

}  // namespace fcgi6to7
")
endfunction()
