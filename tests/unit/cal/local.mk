# Unit tests of lib/cal: one program.
check_PROGRAMS += tests/unit/cal/test_cal
TESTS += tests/unit/cal/test_cal
tests_unit_cal_test_cal_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_unit_cal_test_cal_LDADD = lib/libddcal.a $(DD_LIBS_LEVEL0) $(CMOCKA_LIBS) -lm
tests_unit_cal_test_cal_SOURCES = \
	lib/cal/lunar_astro.c \
	tests/unit/cal/golden_lunar.h \
	tests/unit/cal/golden_weeks.h \
	tests/unit/cal/test_cal.c \
	tests/unit/cal/test_cal.h \
	tests/unit/cal/test_civil.c \
	tests/unit/cal/test_holidays.c \
	tests/unit/cal/test_lunar.c \
	tests/unit/cal/test_offset.c \
	tests/unit/cal/test_period.c \
	tests/unit/cal/test_workday.c
