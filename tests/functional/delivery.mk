# Delivery: what every message and every destination is promised.
dist_check_SCRIPTS += tests/functional/delivery
TESTS += tests/functional/delivery
EXTRA_DIST += tests/functional/delivery_common.py

# The daemon killed, cut off and starved, at random moments: few rounds in `make check`, many by
# `make crash-test ROUNDS=300`; CRASH_SEED shows one again.
dist_check_SCRIPTS += tests/functional/crash-test
TESTS += tests/functional/crash-test
ROUNDS = 300
crash-test: dondoc dondocd
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/functional/crash-test --rounds $(ROUNDS)
PHONY += crash-test
