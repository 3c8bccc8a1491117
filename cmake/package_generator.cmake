# Read by cpack for each generator: the archive has bin/ and share/ at its top, the .deb below /usr.
if(CPACK_GENERATOR STREQUAL "TGZ")
  set(CPACK_PACKAGING_INSTALL_PREFIX "/")
endif()
