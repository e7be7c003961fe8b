# Unit tests of lib/store: one program.
check_PROGRAMS += tests/unit/store/test_store
TESTS += tests/unit/store/test_store
tests_unit_store_test_store_CPPFLAGS = $(DD_TEST_CPPFLAGS) -I$(top_builddir) $(SQLITE_CFLAGS)
tests_unit_store_test_store_LDADD = lib/libddstore.a $(SQLITE_LIBS) $(DD_LIBS_LEVEL3) $(CMOCKA_LIBS)
tests_unit_store_test_store_SOURCES = \
	tests/unit/store/test_conditions.c \
	tests/unit/store/test_faults.c \
	tests/unit/store/test_incoming.c \
	tests/unit/store/test_ledger.c \
	tests/unit/store/test_memory.c \
	tests/unit/store/test_notices.c \
	tests/unit/store/test_occurrences.c \
	tests/unit/store/test_open.c \
	tests/unit/store/test_outbox.c \
	tests/unit/store/test_plans.c \
	tests/unit/store/test_statements.c \
	tests/unit/store/test_store.c \
	tests/unit/store/test_targets.c \
	tests/unit/store/test_txn.c \
	tests/unit/store/tests.h
$(tests_unit_store_test_store_OBJECTS): lib/store/statements.h
