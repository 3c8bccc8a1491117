# `cpack`: a .deb, and a .tar.gz that needs nothing but the C library.
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME fcgi6to7)
set(CPACK_PACKAGE_VENDOR fcgi6to7)
set(CPACK_PACKAGE_CONTACT "fcgi6to7 <fcgi6to7@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "moves FastCGI from IIS 6 to IIS 7 and later")
set(CPACK_PACKAGE_DESCRIPTION
"Reads fcgiext.ini of the FastCGI extension for IIS 6, runs its settings through
declarative mapping tables, and patches a copy of applicationHost.config of IIS 7
and later without disturbing any other byte. It says what it did, what it did not
carry over and why, line by line, for one server or for thousands.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
string(TOLOWER fcgi6to7-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR} CPACK_PACKAGE_FILE_NAME)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_LIST_DIR}/package_generator.cmake)
include(CPack)
