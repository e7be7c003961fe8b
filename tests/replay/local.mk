# A year of notices in seconds: scenarios in virtual time, and the five sample plans through 2022.
check_PROGRAMS += tests/replay/test_invariant tests/replay/test_replay tests/replay/test_year
TESTS += tests/replay/test_invariant tests/replay/test_replay tests/replay/test_year
tests_replay_test_invariant_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(SQLITE_CFLAGS)
tests_replay_test_invariant_LDADD = $(DD_LIBS_LEVEL5) $(CMOCKA_LIBS)
tests_replay_test_invariant_SOURCES = tests/replay/invariant.c tests/replay/test_invariant.c tests/replay/world.c tests/replay/replay.h
tests_replay_test_replay_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_replay_test_replay_LDADD = $(DD_LIBS_LEVEL5)
tests_replay_test_replay_SOURCES = tests/replay/invariant.c tests/replay/test_replay.c tests/replay/world.c tests/replay/replay.h
tests_replay_test_year_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_replay_test_year_LDADD = $(DD_LIBS_LEVEL5) $(CMOCKA_LIBS)
tests_replay_test_year_SOURCES = tests/replay/invariant.c tests/replay/test_year.c tests/replay/world.c tests/replay/replay.h

EXTRA_DIST += tests/replay/README.md tests/replay/scenarios
