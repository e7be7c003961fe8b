# lib/send, level 4. List every source of the folder here.
noinst_LIBRARIES += lib/libddsend.a
lib_libddsend_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS) $(LIBEVENT_CFLAGS)
lib_libddsend_a_SOURCES = \
	lib/send/job.c lib/send/job.h \
	lib/send/lanes.c lib/send/lanes.h \
	lib/send/maildir.c \
	lib/send/multi.h lib/send/transfer.c \
	lib/send/smtp.c lib/send/smtp_session.c lib/send/smtp_session.h \
	lib/send/smtp_text.c lib/send/smtp_text.h \
	lib/send/webhook.c lib/send/webhook_http.c lib/send/webhook_http.h
