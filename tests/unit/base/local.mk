# Unit tests of lib/base: one program.
check_PROGRAMS += tests/unit/base/test_base
TESTS += tests/unit/base/test_base
tests_unit_base_test_base_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(UTF8PROC_CFLAGS) $(SODIUM_CFLAGS)
tests_unit_base_test_base_LDADD = lib/libddbase.a $(UTF8PROC_LIBS) $(SODIUM_LIBS) $(CMOCKA_LIBS)
tests_unit_base_test_base_SOURCES = \
	tests/unit/base/test_base.c \
	tests/unit/base/test_buf.c \
	tests/unit/base/test_diag.c \
	tests/unit/base/test_file.c \
	tests/unit/base/test_fold.c \
	tests/unit/base/test_form.c \
	tests/unit/base/test_i18n.c \
	tests/unit/base/test_id.c \
	tests/unit/base/test_log.c \
	tests/unit/base/test_sign.c \
	tests/unit/base/test_text.c \
	tests/unit/base/test_utf8.c \
	tests/unit/base/tests.h
