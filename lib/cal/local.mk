# lib/cal, level 1. List every source of the folder here.
noinst_LIBRARIES += lib/libddcal.a
lib_libddcal_a_CPPFLAGS = $(AM_CPPFLAGS)
lib_libddcal_a_SOURCES =
