# lib/schedule, level 3. List every source of the folder here.
noinst_LIBRARIES += lib/libddschedule.a
lib_libddschedule_a_CPPFLAGS = $(AM_CPPFLAGS)
lib_libddschedule_a_SOURCES = lib/schedule/expand.c lib/schedule/group.c lib/schedule/ladder.c \
	lib/schedule/next.c lib/schedule/pace.c lib/schedule/retry.c lib/schedule/rhythm.c
