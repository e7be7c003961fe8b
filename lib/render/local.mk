# lib/render, level 3. List every source of the folder here.
noinst_LIBRARIES += lib/libddrender.a
lib_libddrender_a_CPPFLAGS = $(AM_CPPFLAGS) $(GMIME_CFLAGS) $(ICAL_CFLAGS) $(JANSSON_CFLAGS)
lib_libddrender_a_SOURCES = lib/render/template.c lib/render/template_nodes.h \
	lib/render/template_render.c \
	lib/render/mail.c lib/render/mail_body.c lib/render/mail_check.c lib/render/mail_check.h \
	lib/render/mail_head.c lib/render/mail_id.c lib/render/mail_parts.h \
	lib/render/dsn.c lib/render/escape.c lib/render/escape.h lib/render/event.c lib/render/event_sample.c \
	lib/render/shape.c lib/render/words.c lib/render/words_wrap.c \
	lib/render/daily.c lib/render/daily_context.c lib/render/daily_parts.h \
	lib/render/daily_templates.c lib/render/daily_words.c lib/render/daily_words.h \
	lib/render/answer_page.c
