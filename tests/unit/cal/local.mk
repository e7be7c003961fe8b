# Unit tests of lib/cal: one program. Uncomment with the first test.
#check_PROGRAMS += tests/unit/cal/test_cal
#TESTS += tests/unit/cal/test_cal
#tests_unit_cal_test_cal_CPPFLAGS = $(DD_TEST_CPPFLAGS)
#tests_unit_cal_test_cal_LDADD = lib/libddcal.a $(DD_LIBS_LEVEL0) $(CMOCKA_LIBS)
#tests_unit_cal_test_cal_SOURCES = tests/unit/cal/test_cal.c
