# lib/store, level 4. List every source of the folder here.
noinst_LIBRARIES += lib/libddstore.a
lib_libddstore_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir) $(SQLITE_CFLAGS)
lib_libddstore_a_SOURCES = \
	lib/store/backup.c \
	lib/store/conditions.c \
	lib/store/db.c \
	lib/store/db.h \
	lib/store/endpoints.c \
	lib/store/explain.c \
	lib/store/incoming.c \
	lib/store/jobs.c \
	lib/store/ledger.c \
	lib/store/meta.c \
	lib/store/migrate.c \
	lib/store/notices.c \
	lib/store/occurrences.c \
	lib/store/open.c \
	lib/store/origins.c \
	lib/store/outbox.c \
	lib/store/plans.c \
	lib/store/query.c \
	lib/store/rows.c \
	lib/store/rows.h \
	lib/store/silences.c \
	lib/store/targets.c
nodist_lib_libddstore_a_SOURCES = lib/store/statements.c lib/store/statements.h

# Named statements and migrations become an enum and texts. A migration is added at the end and
# never edited.
STORE_SQL = \
	lib/store/sql/meta.sql \
	lib/store/sql/plans.sql \
	lib/store/sql/occurrences.sql \
	lib/store/sql/notices.sql \
	lib/store/sql/outbox.sql \
	lib/store/sql/ledger.sql \
	lib/store/sql/conditions.sql \
	lib/store/sql/silences.sql \
	lib/store/sql/targets.sql \
	lib/store/sql/incoming.sql \
	lib/store/sql/origins.sql \
	lib/store/sql/migrations/0001.sql \
	lib/store/sql/migrations/0002.sql \
	lib/store/sql/migrations/0003.sql \
	lib/store/sql/migrations/0004.sql \
	lib/store/sql/migrations/0005.sql \
	lib/store/sql/migrations/0006.sql \
	lib/store/sql/migrations/0007.sql \
	lib/store/sql/migrations/0008.sql \
	lib/store/sql/migrations/0009.sql \
	lib/store/sql/migrations/0010.sql \
	lib/store/sql/migrations/0011.sql \
	lib/store/sql/migrations/0012.sql \
	lib/store/sql/migrations/0013.sql \
	lib/store/sql/migrations/0014.sql \
	lib/store/sql/migrations/0015.sql \
	lib/store/sql/migrations/0016.sql

# The list itself too: a migration that came from elsewhere may be older than what was built.
lib/store/statements.h: $(STORE_SQL) lib/store/local.mk lib/store/sql/generate.awk
	$(AM_V_GEN)$(MKDIR_P) lib/store && cd $(srcdir) && $(AWK) -v what=header \
		-f lib/store/sql/generate.awk $(STORE_SQL) > $(abs_top_builddir)/$@.tmp \
		&& mv $(abs_top_builddir)/$@.tmp $(abs_top_builddir)/$@
lib/store/statements.c: $(STORE_SQL) lib/store/local.mk lib/store/sql/generate.awk
	$(AM_V_GEN)$(MKDIR_P) lib/store && cd $(srcdir) && $(AWK) -v what=source \
		-f lib/store/sql/generate.awk $(STORE_SQL) > $(abs_top_builddir)/$@.tmp \
		&& mv $(abs_top_builddir)/$@.tmp $(abs_top_builddir)/$@
$(lib_libddstore_a_OBJECTS): lib/store/statements.h
BUILT_SOURCES += lib/store/statements.h lib/store/statements.c
CLEANFILES += lib/store/statements.h lib/store/statements.c
EXTRA_DIST += $(STORE_SQL) lib/store/sql/generate.awk
