# add_windows_resources(TARGET): the version resource and the manifest, in the program itself.
function(add_windows_resources target)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/resources)
  configure_file(cmake/windows/fcgi6to7.rc.in ${folder}/fcgi6to7.rc @ONLY)
  configure_file(cmake/windows/fcgi6to7.manifest ${folder}/fcgi6to7.manifest @ONLY)
  if(MSVC)
    target_sources(${target} PRIVATE ${folder}/fcgi6to7.rc ${folder}/fcgi6to7.manifest)
  else()
    file(APPEND ${folder}/fcgi6to7.rc "\nCREATEPROCESS_MANIFEST_RESOURCE_ID RT_MANIFEST \"fcgi6to7.manifest\"\n")
    set_source_files_properties(${folder}/fcgi6to7.rc PROPERTIES
      OBJECT_DEPENDS ${folder}/fcgi6to7.manifest COMPILE_OPTIONS "-I${folder}")
    target_sources(${target} PRIVATE ${folder}/fcgi6to7.rc)
  endif()
endfunction()
