# Unit tests of daemon/: one program.
check_PROGRAMS += tests/unit/daemon/test_daemon
TESTS += tests/unit/daemon/test_daemon
tests_unit_daemon_test_daemon_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(LIBEVENT_CFLAGS) $(JANSSON_CFLAGS)
tests_unit_daemon_test_daemon_LDADD = $(DD_LIBS_LEVEL5) $(CMOCKA_LIBS)
tests_unit_daemon_test_daemon_SOURCES = \
	tests/unit/daemon/test_args.c \
	tests/unit/daemon/test_daemon.c \
	tests/unit/daemon/test_hooks.c \
	tests/unit/daemon/test_table.c \
	tests/unit/daemon/test_wake.c \
	tests/unit/daemon/tests.h \
	daemon/args.c daemon/hook_keys.c daemon/hook_refusals.c daemon/http_match.c daemon/secret.c daemon/table.c daemon/wake.c
