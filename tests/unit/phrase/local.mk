# Unit tests of lib/phrase: one program.
check_PROGRAMS += tests/unit/phrase/test_phrase
TESTS += tests/unit/phrase/test_phrase
tests_unit_phrase_test_phrase_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_unit_phrase_test_phrase_LDADD = lib/libddphrase.a $(DD_LIBS_LEVEL2) $(CMOCKA_LIBS)
tests_unit_phrase_test_phrase_SOURCES = \
	tests/corpus/golden.c \
	tests/corpus/golden.h \
	tests/unit/phrase/test_noise.c \
	tests/unit/phrase/test_phrase.c \
	tests/unit/phrase/test_roundtrip.c \
	tests/unit/phrase/test_words.c \
	tests/unit/phrase/tests.h
