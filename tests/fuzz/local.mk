# Fuzz targets; make check replays their corpora and a fixed series of mutants.
tests_fuzz_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/fuzz
tests_fuzz_corpus = $(abs_top_srcdir)/tests/fuzz/corpus

check_PROGRAMS += tests/fuzz/fuzz_csv
TESTS += tests/fuzz/fuzz_csv
tests_fuzz_fuzz_csv_CPPFLAGS = $(tests_fuzz_cppflags) -DCORPUS='"$(tests_fuzz_corpus)/csv"'
tests_fuzz_fuzz_csv_LDADD = lib/libddimport.a $(XML_LIBS) $(ZIP_LIBS) $(DD_LIBS_LEVEL3)
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c tests/fuzz/replay.c tests/fuzz/fuzz.h

check_PROGRAMS += tests/fuzz/fuzz_conf
TESTS += tests/fuzz/fuzz_conf
tests_fuzz_fuzz_conf_CPPFLAGS = $(tests_fuzz_cppflags) $(CONFUSE_CFLAGS) \
	-DCORPUS='"$(tests_fuzz_corpus)/conf"'
tests_fuzz_fuzz_conf_LDADD = lib/libddconf.a $(CONFUSE_LIBS) $(DD_LIBS_LEVEL3)
tests_fuzz_fuzz_conf_SOURCES = tests/fuzz/fuzz_conf.c tests/fuzz/replay.c tests/fuzz/fuzz.h

EXTRA_DIST += tests/fuzz/corpus

check_PROGRAMS += tests/fuzz/fuzz_phrase
TESTS += tests/fuzz/fuzz_phrase
tests_fuzz_fuzz_phrase_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_fuzz_fuzz_phrase_LDADD = lib/libddphrase.a $(DD_LIBS_LEVEL2)
tests_fuzz_fuzz_phrase_SOURCES = tests/fuzz/fuzz_phrase.c tests/corpus/golden.c tests/corpus/golden.h
