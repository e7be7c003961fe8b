# lib/schedule, level 3. List every source of the folder here.
noinst_LIBRARIES += lib/libddschedule.a
lib_libddschedule_a_CPPFLAGS = $(AM_CPPFLAGS)
lib_libddschedule_a_SOURCES =
