# Unit tests of lib/ctl: one program.
check_PROGRAMS += tests/unit/ctl/test_ctl
TESTS += tests/unit/ctl/test_ctl
tests_unit_ctl_test_ctl_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(JANSSON_CFLAGS)
tests_unit_ctl_test_ctl_LDADD = lib/libddctl.a $(JANSSON_LIBS) $(DD_LIBS_LEVEL0) $(CMOCKA_LIBS)
tests_unit_ctl_test_ctl_SOURCES = \
	tests/unit/ctl/test_client.c \
	tests/unit/ctl/test_ctl.c \
	tests/unit/ctl/test_wire.c \
	tests/unit/ctl/tests.h
