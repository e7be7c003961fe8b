# Unit tests of lib/base: one program. Uncomment with the first test.
#check_PROGRAMS += tests/unit/base/test_base
#TESTS += tests/unit/base/test_base
#tests_unit_base_test_base_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(UTF8PROC_CFLAGS) $(SODIUM_CFLAGS)
#tests_unit_base_test_base_LDADD = lib/libddbase.a $(UTF8PROC_LIBS) $(SODIUM_LIBS) $(CMOCKA_LIBS)
#tests_unit_base_test_base_SOURCES = tests/unit/base/test_base.c
