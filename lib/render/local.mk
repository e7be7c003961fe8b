# lib/render, level 3. List every source of the folder here.
noinst_LIBRARIES += lib/libddrender.a
lib_libddrender_a_CPPFLAGS = $(AM_CPPFLAGS) $(GMIME_CFLAGS) $(ICAL_CFLAGS) $(JANSSON_CFLAGS)
lib_libddrender_a_SOURCES = lib/render/template.c lib/render/template_nodes.h \
	lib/render/template_render.c
