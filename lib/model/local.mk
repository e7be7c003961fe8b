# lib/model, level 2. List every source of the folder here.
noinst_LIBRARIES += lib/libddmodel.a
lib_libddmodel_a_CPPFLAGS = $(AM_CPPFLAGS)
lib_libddmodel_a_SOURCES = lib/model/rule.c lib/model/anchor.c lib/model/reading.c \
	lib/model/occurrence.c lib/model/policy.c lib/model/stage.c lib/model/event_type.c \
	lib/model/strings.c lib/model/address.c lib/model/roster.c lib/model/roster_check.c lib/model/nearest.c \
	lib/model/incoming.c lib/model/listen.c lib/model/organ.c lib/model/plan.c lib/model/settings.c \
	lib/model/answer.c lib/model/amount.c lib/model/target.c
