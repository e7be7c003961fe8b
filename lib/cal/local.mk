# lib/cal, level 1. List every source of the folder here.
noinst_LIBRARIES += lib/libddcal.a
lib_libddcal_a_CPPFLAGS = $(AM_CPPFLAGS)
lib_libddcal_a_SOURCES = \
	lib/cal/civil.c \
	lib/cal/civil_text.c \
	lib/cal/digits.h \
	lib/cal/holidays.c \
	lib/cal/holidays_compute.c \
	lib/cal/holidays_table.h \
	lib/cal/lunar.c \
	lib/cal/lunar_table.h \
	lib/cal/lunar_year.h \
	lib/cal/offset.c \
	lib/cal/period.c \
	lib/cal/workday.c

# Not built by itself: writes lunar_table.h (see lunar_gen.c).
EXTRA_PROGRAMS += lib/cal/lunar_gen
CLEANFILES += lib/cal/lunar_gen$(EXEEXT)
lib_cal_lunar_gen_SOURCES = \
	lib/cal/lunar_astro.c \
	lib/cal/lunar_astro.h \
	lib/cal/lunar_gen.c
lib_cal_lunar_gen_LDADD = lib/libddcal.a -lm
