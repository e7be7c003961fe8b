# Unit tests of lib/schedule: one program.
check_PROGRAMS += tests/unit/schedule/test_schedule
TESTS += tests/unit/schedule/test_schedule
tests_unit_schedule_test_schedule_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_unit_schedule_test_schedule_LDADD = lib/libddschedule.a $(DD_LIBS_LEVEL2) $(CMOCKA_LIBS)
tests_unit_schedule_test_schedule_SOURCES = tests/unit/schedule/test_schedule.c \
	tests/unit/schedule/test_schedule.h tests/unit/schedule/test_expand.c \
	tests/unit/schedule/test_group.c tests/unit/schedule/test_ladder.c \
	tests/unit/schedule/test_retry.c tests/unit/schedule/test_pace.c \
	tests/unit/schedule/test_rhythm.c
