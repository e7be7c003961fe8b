# lib/import, level 4. List every source of the folder here.
noinst_LIBRARIES += lib/libddimport.a
lib_libddimport_a_CPPFLAGS = $(AM_CPPFLAGS) $(XML_CFLAGS) $(ZIP_CFLAGS)
lib_libddimport_a_SOURCES = lib/import/csv.c lib/import/source.c lib/import/source.h \
	lib/import/header.c lib/import/header.h lib/import/known.c lib/import/known.h \
	lib/import/plan.c lib/import/results.c
