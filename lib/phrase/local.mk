# lib/phrase, level 3. List every source of the folder here.
noinst_LIBRARIES += lib/libddphrase.a
lib_libddphrase_a_CPPFLAGS = $(AM_CPPFLAGS)
lib_libddphrase_a_SOURCES = \
	lib/phrase/aside.c \
	lib/phrase/assemble.c \
	lib/phrase/build.h \
	lib/phrase/closing.c \
	lib/phrase/cycles.c \
	lib/phrase/date.c \
	lib/phrase/emit.c \
	lib/phrase/event.c \
	lib/phrase/every.c \
	lib/phrase/letters.c \
	lib/phrase/letters.h \
	lib/phrase/lex.c \
	lib/phrase/lex.h \
	lib/phrase/marks.c \
	lib/phrase/number.c \
	lib/phrase/parse.h \
	lib/phrase/phrase.c \
	lib/phrase/point.c \
	lib/phrase/print.c \
	lib/phrase/recur.c \
	lib/phrase/relative.c \
	lib/phrase/resolve.c \
	lib/phrase/scan.c \
	lib/phrase/settle.c \
	lib/phrase/settle.h \
	lib/phrase/skip.c \
	lib/phrase/state.c \
	lib/phrase/time.c \
	lib/phrase/turned.c \
	lib/phrase/words.c \
	lib/phrase/words.h \
	lib/phrase/year.c
