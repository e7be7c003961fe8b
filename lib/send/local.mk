# lib/send, level 4. List every source of the folder here.
noinst_LIBRARIES += lib/libddsend.a
lib_libddsend_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS) $(LIBEVENT_CFLAGS)
lib_libddsend_a_SOURCES =
