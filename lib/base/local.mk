# lib/base, level 0. List every source of the folder here.
noinst_LIBRARIES += lib/libddbase.a
lib_libddbase_a_CPPFLAGS = $(AM_CPPFLAGS) $(UTF8PROC_CFLAGS) $(SODIUM_CFLAGS)
lib_libddbase_a_SOURCES =
