# Unit tests of lib/conf: one program.
check_PROGRAMS += tests/unit/conf/test_conf
TESTS += tests/unit/conf/test_conf
tests_unit_conf_test_conf_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(CONFUSE_CFLAGS)
tests_unit_conf_test_conf_LDADD = lib/libddconf.a $(CONFUSE_LIBS) $(DD_LIBS_LEVEL3) $(CMOCKA_LIBS)
tests_unit_conf_test_conf_SOURCES = \
	tests/unit/conf/test_conf.c \
	tests/unit/conf/test_files.c \
	tests/unit/conf/test_findings.c \
	tests/unit/conf/test_sample.c \
	tests/unit/conf/test_values.c \
	tests/unit/conf/tests.h
