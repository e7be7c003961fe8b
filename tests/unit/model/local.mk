# Unit tests of lib/model: one program.
check_PROGRAMS += tests/unit/model/test_model
TESTS += tests/unit/model/test_model
tests_unit_model_test_model_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_unit_model_test_model_LDADD = lib/libddmodel.a $(DD_LIBS_LEVEL1) $(CMOCKA_LIBS)
tests_unit_model_test_model_SOURCES = \
	tests/unit/model/test_address.c \
	tests/unit/model/test_answer.c \
	tests/unit/model/test_incoming.c \
	tests/unit/model/test_model.c \
	tests/unit/model/test_occurrence.c \
	tests/unit/model/test_plan.c \
	tests/unit/model/test_policy.c \
	tests/unit/model/test_reading.c \
	tests/unit/model/test_roster.c \
	tests/unit/model/test_rule.c \
	tests/unit/model/test_stage.c \
	tests/unit/model/test_target.c \
	tests/unit/model/tests.h
