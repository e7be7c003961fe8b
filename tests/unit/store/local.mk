# Unit tests of lib/store: one program. Uncomment with the first test.
#check_PROGRAMS += tests/unit/store/test_store
#TESTS += tests/unit/store/test_store
#tests_unit_store_test_store_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(SQLITE_CFLAGS)
#tests_unit_store_test_store_LDADD = lib/libddstore.a $(SQLITE_LIBS) $(DD_LIBS_LEVEL3) $(CMOCKA_LIBS)
#tests_unit_store_test_store_SOURCES = tests/unit/store/test_store.c
