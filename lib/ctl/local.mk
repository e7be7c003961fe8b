# lib/ctl, level 1. List every source of the folder here.
noinst_LIBRARIES += lib/libddctl.a
lib_libddctl_a_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
lib_libddctl_a_SOURCES = lib/ctl/wire.c lib/ctl/client.c
