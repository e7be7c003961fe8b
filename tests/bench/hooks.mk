# Incoming webhooks with a durable store.
EXTRA_PROGRAMS += tests/bench/hooks/sender
tests_bench_hooks_sender_CPPFLAGS = $(AM_CPPFLAGS)
tests_bench_hooks_sender_LDADD = $(DD_LIBS_LEVEL0)
tests_bench_hooks_sender_SOURCES = tests/bench/hooks/sender.c
bench-hooks: dondoc dondocd tests/bench/hooks/sender
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/bench/hooks/bench_hooks
bench: bench-hooks
PHONY += bench-hooks
EXTRA_DIST += tests/bench/hooks/bench_hooks
