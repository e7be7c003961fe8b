# lib/base, level 0. List every source of the folder here.
noinst_LIBRARIES += lib/libddbase.a
lib_libddbase_a_CPPFLAGS = $(AM_CPPFLAGS) $(UTF8PROC_CFLAGS) $(SODIUM_CFLAGS) \
	-DLOCALEDIR='"$(localedir)"'
lib_libddbase_a_SOURCES = \
	lib/base/buf.c \
	lib/base/clock.c \
	lib/base/diag.c \
	lib/base/err.c \
	lib/base/file.c \
	lib/base/fold.c \
	lib/base/form.c \
	lib/base/http.c \
	lib/base/i18n.c \
	lib/base/id.c \
	lib/base/log.c \
	lib/base/parse.c \
	lib/base/sign.c \
	lib/base/sign_webhook.c \
	lib/base/text.c \
	lib/base/utf8.c \
	lib/base/vec.c
