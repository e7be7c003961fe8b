# lib/engine, level 5. List every source of the folder here.
noinst_LIBRARIES += lib/libddengine.a
lib_libddengine_a_CPPFLAGS = $(AM_CPPFLAGS)
lib_libddengine_a_SOURCES =
