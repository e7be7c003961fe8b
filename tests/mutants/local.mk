# Proof that the tests can fail: each mutant breaks a promise, its tests have to notice.
EXTRA_DIST += tests/mutants/run
mutants:
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/mutants/run $(MUTANTS)
PHONY += mutants
