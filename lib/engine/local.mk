# lib/engine, level 5. List every source of the folder here, one a line: so that two who add one do not
# meet.
noinst_LIBRARIES += lib/libddengine.a
lib_libddengine_a_CPPFLAGS = $(AM_CPPFLAGS)
lib_libddengine_a_SOURCES = \
	lib/engine/ack.c \
	lib/engine/acting.c \
	lib/engine/acting.h \
	lib/engine/actions.c \
	lib/engine/admin.c \
	lib/engine/amendments.c \
	lib/engine/announce.c \
	lib/engine/announce_others.c \
	lib/engine/answer.c \
	lib/engine/answer_page.c \
	lib/engine/answering.c \
	lib/engine/answering.h \
	lib/engine/assign.c \
	lib/engine/bounce.c \
	lib/engine/clock.c \
	lib/engine/delivery.c \
	lib/engine/digest.c \
	lib/engine/edxml.c \
	lib/engine/edxml_apply.c \
	lib/engine/engine.c \
	lib/engine/events.c \
	lib/engine/events.h \
	lib/engine/fingerprint.c \
	lib/engine/fingerprint.h \
	lib/engine/follow.c \
	lib/engine/forecast.c \
	lib/engine/incoming.c \
	lib/engine/incoming_office.c \
	lib/engine/incoming_parts.h \
	lib/engine/internal.h \
	lib/engine/items.c \
	lib/engine/items.h \
	lib/engine/jobs.c \
	lib/engine/letters.c \
	lib/engine/links.c \
	lib/engine/lists.c \
	lib/engine/load.c \
	lib/engine/load_asks.c \
	lib/engine/load_assigned.c \
	lib/engine/load_plan.c \
	lib/engine/load_plan.h \
	lib/engine/load_rounds.c \
	lib/engine/load_rows.c \
	lib/engine/load_targets.c \
	lib/engine/loading.c \
	lib/engine/loading.h \
	lib/engine/mailing.c \
	lib/engine/mailing.h \
	lib/engine/matching.c \
	lib/engine/matching.h \
	lib/engine/note.c \
	lib/engine/origin.c \
	lib/engine/origin.h \
	lib/engine/planning.c \
	lib/engine/preview.c \
	lib/engine/program.h \
	lib/engine/proof.c \
	lib/engine/recipients.c \
	lib/engine/report.c \
	lib/engine/review.c \
	lib/engine/settled.c \
	lib/engine/shapes.c \
	lib/engine/silences.c \
	lib/engine/sources.c \
	lib/engine/sources.h \
	lib/engine/stages.c \
	lib/engine/stages.h \
	lib/engine/status.c \
	lib/engine/target_actions.c \
	lib/engine/targeting.h \
	lib/engine/targets.c \
	lib/engine/test_notify.c \
	lib/engine/tick.c \
	lib/engine/trigger.c \
	lib/engine/troubles.c \
	lib/engine/troubles.h \
	lib/engine/undelivered.c \
	lib/engine/whose.c
nodist_lib_libddengine_a_SOURCES = lib/engine/program.c

# Made each time, and written only when it is another.
lib/engine/program.c: all-sources
	@$(MKDIR_P) lib/engine && hash=$$(cd '$(srcdir)' && find lib include po -type f \
		\( -name '*.[ch]' -o -name '*.sql' -o -name '*.awk' -o -name '*.po' \) \
		! -path lib/engine/program.c ! -path 'lib/store/statements.*' | LC_ALL=C sort | \
		xargs cat | sha256sum | cut -c -64) && \
	printf '/* Made by lib/engine/local.mk. */\n#include "lib/engine/program.h"\n\nconst char program_sources[] =\n    "%s";\n' "$$hash" \
		> $@.tmp && { cmp -s $@.tmp $@ || mv $@.tmp $@; }; rm -f $@.tmp
all-sources:
PHONY += all-sources
BUILT_SOURCES += lib/engine/program.c
CLEANFILES += lib/engine/program.c
