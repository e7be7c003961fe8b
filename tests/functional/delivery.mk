# Delivery: what every message and every destination is promised.
DD_DELIVERY_TESTS = \
	tests/functional/clock \
	tests/functional/delivery \
	tests/functional/disk \
	tests/functional/network \
	tests/functional/patience
dist_check_SCRIPTS += $(DD_DELIVERY_TESTS)
TESTS += $(DD_DELIVERY_TESTS)
EXTRA_DIST += tests/functional/crash_visitors.py tests/functional/delivery_common.py \
	tests/functional/stepping_clock.c \
	tests/functional/slow_login.c tests/functional/failing_disk.c tests/functional/small_disk.c

# Memory refused at each point of a tick and its deliveries, each in a process of its own; every one of
# them by `make starve-test`. Not under the sanitizers, whose malloc is their own.
if !SANITIZERS
check_PROGRAMS += tests/functional/starved
TESTS += tests/functional/starved
tests_functional_starved_SOURCES = tests/functional/starved.c
tests_functional_starved_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_functional_starved_LDADD = $(DD_LIBS_LEVEL5)
starve-test: tests/functional/starved
	@$(AM_TESTS_ENVIRONMENT) tests/functional/starved 1
PHONY += starve-test
endif

# The daemon killed, cut off and starved, at random moments: few rounds in `make check`, many by
# `make crash-test ROUNDS=300`; CRASH_SEED shows one again.
dist_check_SCRIPTS += tests/functional/crash-test
TESTS += tests/functional/crash-test
ROUNDS = 300
crash-test: dondoc dondocd
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/functional/crash-test --rounds $(ROUNDS)
PHONY += crash-test
