# lib/phrase, level 3. List every source of the folder here.
noinst_LIBRARIES += lib/libddphrase.a
lib_libddphrase_a_CPPFLAGS = $(AM_CPPFLAGS)
lib_libddphrase_a_SOURCES =
