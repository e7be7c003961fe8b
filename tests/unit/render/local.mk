# Unit tests of lib/render: one program.
check_PROGRAMS += tests/unit/render/test_render
TESTS += tests/unit/render/test_render
tests_unit_render_test_render_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(GMIME_CFLAGS) $(ICAL_CFLAGS) $(JANSSON_CFLAGS)
tests_unit_render_test_render_LDADD = lib/libddrender.a $(GMIME_LIBS) $(ICAL_LIBS) $(JANSSON_LIBS) $(DD_LIBS_LEVEL2) $(CMOCKA_LIBS)
tests_unit_render_test_render_SOURCES = tests/unit/render/test_render.c \
	tests/unit/render/test_render.h tests/unit/render/test_template.c \
	tests/unit/render/test_template_spec.c
