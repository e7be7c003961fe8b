# The two programs, level 6. They land at the top of the build tree: ./dondoc, ./dondocd.
DAEMON_CPPFLAGS = $(AM_CPPFLAGS) $(LIBEVENT_CFLAGS) $(JANSSON_CFLAGS) $(SYSTEMD_CFLAGS) \
	-DLOCALEDIR='"$(localedir)"' -DSYSCONFDIR='"$(sysconfdir)"' -DPKGDATADIR='"$(pkgdatadir)"'

bin_PROGRAMS += dondoc
dondoc_CPPFLAGS = $(DAEMON_CPPFLAGS)
dondoc_LDADD = $(DD_LIBS_LEVEL5) $(LIBEVENT_LIBS)
dondoc_SOURCES = daemon/dondoc.c daemon/args.c daemon/args.h daemon/cli.c daemon/cli.h \
	daemon/cli_bounce.c \
	daemon/cli_edxml.c \
	daemon/cli_test_notify.c \
	daemon/edxml_json.c \
	daemon/edxml_json.h \
	daemon/cli_report.c \
	daemon/cli_calendar.c daemon/cli_change.c daemon/cli_check.c daemon/cli_config.c daemon/cli_endpoint.c daemon/cli_preview.c daemon/cli_preview.h \
	daemon/cli_explain.c daemon/cli_forecast.c daemon/cli_incoming.c daemon/cli_import.c daemon/cli_ledger.c daemon/cli_load.c daemon/cli_show.c daemon/cli_silence.c daemon/cli_target.c daemon/cli_target.h daemon/cli_target_show.c \
	daemon/config.c daemon/config.h daemon/csv_out.c daemon/csv_out.h daemon/labels.c daemon/labels.h daemon/paths.c daemon/paths.h \
	daemon/reading_json.c daemon/reading_json.h daemon/remote.c daemon/remote.h daemon/table.c daemon/table.h
# What `config check` reads as the daemon does.
dondoc_SOURCES += daemon/channels.c daemon/channels.h daemon/hook_keys.c daemon/hook_keys.h daemon/link_keys.c daemon/link_keys.h daemon/secret.c daemon/secret.h

sbin_PROGRAMS += dondocd
dondocd_CPPFLAGS = $(DAEMON_CPPFLAGS)
dondocd_LDADD = $(DD_LIBS_LEVEL5) $(LIBEVENT_LIBS) $(JANSSON_LIBS) $(SYSTEMD_LIBS)
dondocd_SOURCES = daemon/dondocd.c daemon/integrity.c daemon/integrity.h daemon/app.c daemon/app.h daemon/args.c daemon/args.h \
	daemon/channels.c daemon/channels.h daemon/ctl_commands.c daemon/ctl_commands.h daemon/ctl_endpoint.c \
	daemon/ctl_bounce.c \
	daemon/ctl_edxml.c \
	daemon/ctl_test_notify.c \
	daemon/edxml_folder.c \
	daemon/edxml_folder.h \
	daemon/edxml_json.c \
	daemon/edxml_json.h \
	daemon/edxml_watch.c \
	daemon/edxml_watch.h \
	daemon/ctl_report.c \
	daemon/ctl_incoming.c daemon/ctl_ledger.c daemon/ctl_names.c daemon/ctl_server.c daemon/ctl_server.h daemon/ctl_show.c daemon/ctl_silence.c daemon/ctl_target.c daemon/generation.c \
	daemon/generation.h daemon/notify.c daemon/notify.h daemon/options.c daemon/options.h \
	daemon/config.c daemon/config.h daemon/destinations.c daemon/destinations.h daemon/paths.c daemon/paths.h \
	daemon/hook_event.c daemon/hook_event.h daemon/hook_keys.c daemon/hook_keys.h \
	daemon/hook_refusals.c daemon/hook_refusals.h daemon/secret.c daemon/secret.h \
	daemon/hooks.c daemon/hooks.h daemon/http.c daemon/http.h daemon/http_call.c daemon/http_frame.c daemon/http_frame.h daemon/http_match.c daemon/http_match.h daemon/http_routes.c \
	daemon/http_socket.c daemon/http_socket.h \
	daemon/logins.c daemon/logins.h \
	daemon/reload.c daemon/reload.h daemon/sender.c \
	daemon/sender.h daemon/signals.c daemon/signals.h daemon/wake.c daemon/wake.h
# The pages behind the links of mails.
dondocd_SOURCES += daemon/http_answer.c daemon/http_answer.h daemon/link_keys.c daemon/link_keys.h
