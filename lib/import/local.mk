# lib/import, level 4. List every source of the folder here.
noinst_LIBRARIES += lib/libddimport.a
lib_libddimport_a_CPPFLAGS = $(AM_CPPFLAGS) $(XML_CFLAGS) $(ZIP_CFLAGS)
lib_libddimport_a_SOURCES =
