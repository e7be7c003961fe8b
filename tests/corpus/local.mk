# Phrases and plans with their expected reading.

check_PROGRAMS += tests/corpus/check_phrase
TESTS += tests/corpus/check_phrase
tests_corpus_check_phrase_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_corpus_check_phrase_LDADD = lib/libddphrase.a $(DD_LIBS_LEVEL2)
tests_corpus_check_phrase_SOURCES = tests/corpus/check_phrase.c tests/corpus/golden.c \
	tests/corpus/golden.h
EXTRA_DIST += tests/corpus/phrase tests/corpus/edxml
