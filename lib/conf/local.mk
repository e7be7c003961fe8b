# lib/conf, level 4. List every source of the folder here.
noinst_LIBRARIES += lib/libddconf.a
lib_libddconf_a_CPPFLAGS = $(AM_CPPFLAGS) $(CONFUSE_CFLAGS)
lib_libddconf_a_SOURCES = lib/conf/conf.c lib/conf/schema.c lib/conf/schema.h lib/conf/scan.c \
	lib/conf/scan.h lib/conf/options.c lib/conf/options.h lib/conf/tree.c lib/conf/tree.h \
	lib/conf/report.c lib/conf/report.h lib/conf/fill.c lib/conf/fill.h lib/conf/cycle.c \
	lib/conf/build.c lib/conf/build.h lib/conf/department.c lib/conf/edxml.c lib/conf/endpoint.c lib/conf/year.c lib/conf/describe.c
