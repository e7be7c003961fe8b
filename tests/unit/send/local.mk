# Unit tests of lib/send: one program.
check_PROGRAMS += tests/unit/send/test_send
TESTS += tests/unit/send/test_send
tests_unit_send_test_send_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(CURL_CFLAGS) $(LIBEVENT_CFLAGS)
tests_unit_send_test_send_LDADD = lib/libddsend.a $(CURL_LIBS) $(LIBEVENT_LIBS) $(DD_LIBS_LEVEL3) $(CMOCKA_LIBS)
tests_unit_send_test_send_SOURCES = \
	tests/unit/send/test_channels.c \
	tests/unit/send/test_lanes.c \
	tests/unit/send/test_maildir.c \
	tests/unit/send/test_result.c \
	tests/unit/send/test_send.c \
	tests/unit/send/test_smtp_text.c \
	tests/unit/send/test_webhook.c \
	tests/unit/send/tests.h
