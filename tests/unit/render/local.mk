# Unit tests of lib/render: one program, and a look at its golden mail by another's eyes.
check_PROGRAMS += tests/unit/render/test_render
TESTS += tests/unit/render/test_render tests/unit/render/mail_parsed
tests_unit_render_test_render_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(GMIME_CFLAGS) $(ICAL_CFLAGS) $(JANSSON_CFLAGS)
tests_unit_render_test_render_LDADD = lib/libddrender.a $(GMIME_LIBS) $(ICAL_LIBS) $(JANSSON_LIBS) $(DD_LIBS_LEVEL2) $(CMOCKA_LIBS)
tests_unit_render_test_render_SOURCES = tests/unit/render/test_render.c \
	tests/unit/render/test_render.h tests/unit/render/sample.c tests/unit/render/sample.h \
	tests/unit/render/test_daily.c tests/unit/render/test_dsn.c tests/unit/render/test_event.c \
	tests/unit/render/test_golden.c tests/unit/render/test_mail.c tests/unit/render/test_shape.c \
	tests/unit/render/test_template.c tests/unit/render/test_template_spec.c \
	tests/unit/render/test_words.c \
	tests/unit/render/mail_by_gmime.c tests/unit/render/mail_by_gmime.h
dist_check_SCRIPTS += tests/unit/render/mail_parsed
EXTRA_DIST += tests/unit/render/golden
