# lib/store, level 4. List every source of the folder here.
noinst_LIBRARIES += lib/libddstore.a
lib_libddstore_a_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)
lib_libddstore_a_SOURCES =
