# lib/engine, level 5. List every source of the folder here.
noinst_LIBRARIES += lib/libddengine.a
lib_libddengine_a_CPPFLAGS = $(AM_CPPFLAGS)
lib_libddengine_a_SOURCES = lib/engine/ack.c lib/engine/acting.c lib/engine/acting.h \
	lib/engine/actions.c lib/engine/admin.c lib/engine/amendments.c lib/engine/assign.c lib/engine/bounce.c lib/engine/clock.c lib/engine/digest.c lib/engine/delivery.c lib/engine/engine.c \
	lib/engine/events.c lib/engine/events.h lib/engine/announce.c lib/engine/forecast.c lib/engine/internal.h lib/engine/items.c \
	lib/engine/items.h lib/engine/letters.c lib/engine/jobs.c lib/engine/lists.c lib/engine/load.c \
	lib/engine/load_plan.c lib/engine/loading.c lib/engine/loading.h lib/engine/mailing.c lib/engine/mailing.h lib/engine/note.c \
	lib/engine/origin.c lib/engine/origin.h lib/engine/planning.c lib/engine/proof.c lib/engine/recipients.c lib/engine/report.c lib/engine/review.c lib/engine/settled.c lib/engine/silences.c lib/engine/stages.c \
	lib/engine/stages.h lib/engine/status.c lib/engine/tick.c \
	lib/engine/trigger.c lib/engine/troubles.c lib/engine/troubles.h lib/engine/undelivered.c
