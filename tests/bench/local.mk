# Figures: `make bench` runs what BENCHES names. They print, and promise nothing.
BENCHES =
bench: $(BENCHES)
	@for bench in $(BENCHES); do ./$$bench || exit 1; done
PHONY += bench

EXTRA_PROGRAMS += tests/bench/store/bench_store
BENCHES += tests/bench/store/bench_store
tests_bench_store_bench_store_CPPFLAGS = $(AM_CPPFLAGS)
tests_bench_store_bench_store_LDADD = lib/libddstore.a $(SQLITE_LIBS) $(DD_LIBS_LEVEL3)
tests_bench_store_bench_store_SOURCES = tests/bench/store/bench_store.c
CLEANFILES += $(EXTRA_PROGRAMS)

EXTRA_PROGRAMS += tests/bench/import/bench_import
BENCHES += tests/bench/import/bench_import
tests_bench_import_bench_import_CPPFLAGS = $(AM_CPPFLAGS)
tests_bench_import_bench_import_LDADD = lib/libddimport.a $(XML_LIBS) $(ZIP_LIBS) $(DD_LIBS_LEVEL3)
tests_bench_import_bench_import_SOURCES = tests/bench/import/bench_import.c

EXTRA_PROGRAMS += tests/bench/engine/bench_engine
BENCHES += tests/bench/engine/bench_engine
tests_bench_engine_bench_engine_CPPFLAGS = $(AM_CPPFLAGS) -DDD_SRCDIR='"$(abs_top_srcdir)"'
tests_bench_engine_bench_engine_LDADD = $(DD_LIBS_LEVEL5)
tests_bench_engine_bench_engine_SOURCES = tests/bench/engine/bench_engine.c

EXTRA_PROGRAMS += tests/bench/engine/bench_million
BENCHES += tests/bench/engine/bench_million
tests_bench_engine_bench_million_CPPFLAGS = $(AM_CPPFLAGS) -DDD_SRCDIR='"$(abs_top_srcdir)"'
tests_bench_engine_bench_million_LDADD = $(DD_LIBS_LEVEL5)
tests_bench_engine_bench_million_SOURCES = tests/bench/engine/bench_million.c

EXTRA_PROGRAMS += tests/bench/phrase/bench_phrase
BENCHES += tests/bench/phrase/bench_phrase
tests_bench_phrase_bench_phrase_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_bench_phrase_bench_phrase_LDADD = lib/libddphrase.a $(DD_LIBS_LEVEL2)
tests_bench_phrase_bench_phrase_SOURCES = tests/bench/phrase/bench_phrase.c tests/corpus/golden.c

# The daemon on a million occurrences: start, memory, a morning, and how often it wakes for nothing.
bench-daemon: dondocd tests/bench/engine/bench_million
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/bench/daemon/bench_daemon
bench: bench-daemon
PHONY += bench-daemon
EXTRA_DIST += tests/bench/daemon/bench_daemon
