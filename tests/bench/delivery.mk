# Delivery beside its peers: prometheus-alertmanager, Postfix's smtp-source.
EXTRA_PROGRAMS += tests/bench/delivery/receiver
tests_bench_delivery_receiver_CPPFLAGS = $(AM_CPPFLAGS) $(LIBEVENT_CFLAGS)
tests_bench_delivery_receiver_LDADD = lib/libddbase.a $(LIBEVENT_LIBS)
tests_bench_delivery_receiver_SOURCES = tests/bench/delivery/receiver.c
bench-delivery: dondoc dondocd tests/bench/delivery/receiver
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/bench/delivery/bench_delivery
bench: bench-delivery
PHONY += bench-delivery
EXTRA_DIST += tests/bench/delivery/bench_delivery
