# The two programs, level 6. They land at the top of the build tree: ./dondoc, ./dondocd.
bin_PROGRAMS += dondoc
dondoc_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) -DLOCALEDIR='"$(localedir)"' \
	-DSYSCONFDIR='"$(sysconfdir)"' -DPKGDATADIR='"$(pkgdatadir)"'
dondoc_LDADD = $(DD_LIBS_LEVEL5)
dondoc_SOURCES = daemon/dondoc.c

sbin_PROGRAMS += dondocd
dondocd_CPPFLAGS = $(AM_CPPFLAGS) $(LIBEVENT_CFLAGS) $(JANSSON_CFLAGS) $(SYSTEMD_CFLAGS) \
	-DLOCALEDIR='"$(localedir)"' -DSYSCONFDIR='"$(sysconfdir)"' -DPKGDATADIR='"$(pkgdatadir)"'
dondocd_LDADD = $(DD_LIBS_LEVEL5) $(LIBEVENT_LIBS) $(JANSSON_LIBS) $(SYSTEMD_LIBS)
dondocd_SOURCES = daemon/dondocd.c
