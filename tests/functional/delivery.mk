# Delivery: what every message and every destination is promised.
DD_DELIVERY_TESTS = \
	tests/functional/clock \
	tests/functional/delivery \
	tests/functional/disk \
	tests/functional/network \
	tests/functional/patience
dist_check_SCRIPTS += $(DD_DELIVERY_TESTS)
TESTS += $(DD_DELIVERY_TESTS)
EXTRA_DIST += tests/functional/delivery_common.py tests/functional/stepping_clock.c \
	tests/functional/slow_login.c tests/functional/failing_disk.c

# The daemon killed, cut off and starved, at random moments: few rounds in `make check`, many by
# `make crash-test ROUNDS=300`; CRASH_SEED shows one again.
dist_check_SCRIPTS += tests/functional/crash-test
TESTS += tests/functional/crash-test
ROUNDS = 300
crash-test: dondoc dondocd
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/functional/crash-test --rounds $(ROUNDS)
PHONY += crash-test
