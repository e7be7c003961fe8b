# English messages; the msgids are Vietnamese, so Vietnamese needs no catalogue.
#
# `make update-po` reads the sources again and merges what is new into po/en.po.
EXTRA_DIST += po/en.po
endir = $(localedir)/en/LC_MESSAGES
nodist_en_DATA = po/en/LC_MESSAGES/dondoc.mo
CLEANFILES += po/en/LC_MESSAGES/dondoc.mo po/dondoc.pot

po/en/LC_MESSAGES/dondoc.mo: $(srcdir)/po/en.po
	$(AM_V_GEN)$(MKDIR_P) po/en/LC_MESSAGES && \
	$(MSGFMT) --check --output-file=$@ $(srcdir)/po/en.po

DD_XGETTEXT = cd '$(srcdir)' && find include lib daemon -name '*.[ch]' | LC_ALL=C sort | \
	$(XGETTEXT) --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --flag=_:1:pass-c-format \
	--flag=N_:1:pass-c-format --add-comments=TRANSLATORS: --sort-by-file --package-name=dondoc \
	--package-version=$(PACKAGE_VERSION) --files-from=-
update-po:
	$(MKDIR_P) po
	$(DD_XGETTEXT) --output='$(abs_builddir)/po/dondoc.pot'
	$(MSGMERGE) --update --backup=off --previous '$(srcdir)/po/en.po' po/dondoc.pot
PHONY += update-po
