# The service and what it needs.
EXTRA_DIST += systemd/dondocd.service.in systemd/dondoc.sysusers
dist_doc_DATA = README.md

systemd/dondocd.service: $(srcdir)/systemd/dondocd.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) systemd && $(SED) -e 's|@bindir[@]|$(bindir)|g' \
		-e 's|@sbindir[@]|$(sbindir)|g' -e 's|@sysconfdir[@]|$(sysconfdir)|g' \
		-e 's|@docdir[@]|$(docdir)|g' $(srcdir)/systemd/dondocd.service.in >$@.tmp && mv $@.tmp $@
CLEANFILES += systemd/dondocd.service

if INSTALL_SYSTEMD
systemdsystemunit_DATA = systemd/dondocd.service
sysusersdir = $(prefix)/lib/sysusers.d
install-data-hook-sysusers:
	$(MKDIR_P) $(DESTDIR)$(sysusersdir)
	$(INSTALL_DATA) $(srcdir)/systemd/dondoc.sysusers $(DESTDIR)$(sysusersdir)/dondoc.conf
install-data-hook: install-data-hook-sysusers
uninstall-hook:
	rm -f $(DESTDIR)$(sysusersdir)/dondoc.conf
PHONY += install-data-hook-sysusers
endif
