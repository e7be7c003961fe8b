# Unit tests of lib/engine: one program.
check_PROGRAMS += tests/unit/engine/test_engine
TESTS += tests/unit/engine/test_engine
tests_unit_engine_test_engine_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_unit_engine_test_engine_LDADD = lib/libddengine.a $(DD_LIBS_LEVEL4) $(CMOCKA_LIBS)
tests_unit_engine_test_engine_SOURCES = tests/unit/engine/main.c tests/unit/engine/office.c \
	tests/unit/engine/test_actions.c tests/unit/engine/test_again.c tests/unit/engine/test_answer.c \
	tests/unit/engine/test_assign.c tests/unit/engine/test_engine.c \
	tests/unit/engine/test_delivery.c tests/unit/engine/test_edxml.c \
	tests/unit/engine/test_incoming.c \
	tests/unit/engine/test_review.c tests/unit/engine/test_targets.c \
	tests/unit/engine/test_troubles.c tests/unit/engine/tests.h
