# The built programs against real servers.

# lib/send alone, without the daemon: a driver that sends what its command line says.
check_PROGRAMS += tests/functional/send-driver
tests_functional_send_driver_SOURCES = tests/functional/send-driver.c
tests_functional_send_driver_CPPFLAGS = $(AM_CPPFLAGS) $(LIBEVENT_CFLAGS)
tests_functional_send_driver_LDADD = lib/libddsend.a $(CURL_LIBS) $(LIBEVENT_LIBS) $(DD_LIBS_LEVEL3)
DD_SEND_TESTS = tests/functional/send-maildir tests/functional/send-smtp \
	tests/functional/send-webhook
dist_check_SCRIPTS += $(DD_SEND_TESTS)
TESTS += $(DD_SEND_TESTS)
EXTRA_DIST += tests/functional/send_common.py tests/functional/resolver.c \
	tests/functional/failing_malloc.c \
	tests/functional/receiver/package.json tests/functional/receiver/package-lock.json \
	tests/functional/receiver/receiver.js tests/functional/receiver/eoffice.js tests/functional/receiver/sign.js

# The two programs, as a person and as systemd start them.
DD_PROGRAM_TESTS = \
	tests/functional/answer \
	tests/functional/bad-input \
	tests/functional/bounce \
	tests/functional/events \
	tests/functional/edxml \
	tests/functional/faults \
	tests/functional/forecast \
	tests/functional/hooks \
	tests/functional/http \
	tests/functional/kill \
	tests/functional/live \
	tests/functional/month \
	tests/functional/offline \
	tests/functional/proof \
	tests/functional/report \
	tests/functional/troubles \
	tests/functional/reload \
	tests/functional/service \
	tests/functional/shaped \
	tests/functional/smtp \
	tests/functional/steady \
	tests/functional/targets \
	tests/functional/terms \
	tests/functional/test-notify \
	tests/functional/webhook
dist_check_SCRIPTS += $(DD_PROGRAM_TESTS)
# Those of the check that run under the sanitizers once more: between them they go through the loop, the
# sender, both listeners, the watched folder and the reload.
DD_SANITIZED_TESTS = tests/functional/answer tests/functional/events tests/functional/kill \
	tests/functional/reload tests/functional/steady tests/functional/troubles
TESTS += $(DD_PROGRAM_TESTS)
EXTRA_DIST += tests/functional/slow_look.c tests/functional/dondoc_common.py tests/functional/pace_oracle.py tests/functional/events_common.py tests/corpus/plans tests/corpus/calendar tests/functional/hooks_common.py

# Documents as departments have them (.docx, .xlsx, .ods of other writers, and hostile ones).
dist_check_SCRIPTS += tests/functional/import-documents
TESTS += tests/functional/import-documents
EXTRA_DIST += tests/functional/documents_common.py
