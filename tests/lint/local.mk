# What the sources must keep to.
EXTRA_DIST += tests/lint/layers tests/lint/tree tests/lint/messages tests/lint/fingerprint \
	tests/lint/mutants tests/lint/test_lint
TESTS += tests/lint/layers tests/lint/tree tests/lint/messages tests/lint/fingerprint \
	tests/lint/mutants tests/lint/test_lint
EXTRA_DIST += tests/lint/summary tests/lint/tidy tests/lint/format tests/lint/memcheck

# clang-tidy and shellcheck take longer, and are not part of `make check`.
DD_LINT_FLAGS = -std=c17 -I. $(DD_TEST_CPPFLAGS) $(UTF8PROC_CFLAGS) $(SODIUM_CFLAGS) \
	$(JANSSON_CFLAGS) $(GMIME_CFLAGS) $(ICAL_CFLAGS) $(SQLITE_CFLAGS) $(CONFUSE_CFLAGS) \
	$(XML_CFLAGS) $(ZIP_CFLAGS) $(CURL_CFLAGS) $(LIBEVENT_CFLAGS) $(SYSTEMD_CFLAGS) \
	-DLOCALEDIR='"x"' -DSYSCONFDIR='"x"' -DPKGDATADIR='"x"' \
	-DCORPUS='"x"'
lint: config.h $(BUILT_SOURCES)
	@status=0; DD_SRCDIR='$(abs_top_srcdir)'; export DD_SRCDIR; \
	$(srcdir)/tests/lint/layers || status=1; \
	$(srcdir)/tests/lint/tree || status=1; \
	(cd '$(srcdir)' && shellcheck bootstrap .ci/run tests/lint/layers tests/lint/tree \
		tests/lint/summary tests/lint/tidy tests/lint/format tests/lint/test_lint tests/lint/messages tests/lint/fingerprint \
		tests/lint/memcheck tests/lint/mutants tests/mutants/run) || status=1; \
	$(srcdir)/tests/lint/format $(CLANG_FORMAT) || status=1; \
	$(srcdir)/tests/lint/tidy $(CLANG_TIDY) "$$(nproc)" $(DD_LINT_FLAGS) || status=1; \
	exit $$status
# Lays out every C source as .clang-format says.
format:
	cd '$(srcdir)' && find include lib daemon tests -name node_modules -prune -o -name '*.[ch]' \
		! -name 'statements.[ch]' ! -path lib/engine/program.c -print0 | \
		xargs -0 $(CLANG_FORMAT) -i
PHONY += lint format
MOSTLYCLEANFILES += tidy.stamp

# The unit tests and the scenarios under valgrind.
memcheck: $(check_PROGRAMS)
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/lint/memcheck "$$(nproc)" \
		$(filter tests/unit/% tests/replay/test_replay,$(check_PROGRAMS))
PHONY += memcheck
clean-local:
	rm -rf memcheck
