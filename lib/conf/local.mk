# lib/conf, level 4. List every source of the folder here.
noinst_LIBRARIES += lib/libddconf.a
lib_libddconf_a_CPPFLAGS = $(AM_CPPFLAGS) $(CONFUSE_CFLAGS)
lib_libddconf_a_SOURCES =
