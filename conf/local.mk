# Sample configuration, holidays and the sample plans. They are installed as a sample; the first
# installation also puts them where the daemon looks, and no later one touches them there.
sampledir = $(pkgdatadir)/conf
sampleplansdir = $(sampledir)/plans
sampleendpointsdir = $(sampledir)/endpoints
dist_sampleendpoints_DATA = conf/endpoints/eoffice.json.mustache
dist_sample_DATA = conf/dondoc.conf conf/holidays.conf conf/policy.conf conf/reporting.conf \
	conf/departments.conf conf/plans.conf
dist_sampleplans_DATA = conf/plans/000-kstthc-2022-stnmt-soctrang.csv \
	conf/plans/001-cchc-2024-stnmt-soctrang.csv conf/plans/002-kstthc-2021-stp-soctrang.csv \
	conf/plans/003-motcua-2022-stnmt-soctrang.csv conf/plans/004-kstthc-2022-skhdt-langson.csv \
	conf/plans/000-kstthc-2022-stnmt-soctrang.targets.csv \
	conf/plans/002-kstthc-2021-stp-soctrang.targets.csv \
	conf/plans/003-motcua-2022-stnmt-soctrang.targets.csv \
	conf/plans/004-kstthc-2022-skhdt-langson.targets.csv
EXTRA_DIST += conf/demo.conf .gitattributes

install-data-local: install-first-config
install-first-config:
	$(MKDIR_P) '$(DESTDIR)$(sysconfdir)/dondoc/plans' '$(DESTDIR)$(sysconfdir)/dondoc/endpoints'
	@cd $(srcdir)/conf && for file in *.conf plans/*.csv endpoints/*.mustache; do \
	  to='$(DESTDIR)$(sysconfdir)/dondoc'/$$file; \
	  test "$$file" = demo.conf || test -e "$$to" || $(INSTALL_DATA) "$$file" "$$to" || exit 1; \
	done
# What was never changed goes; what is somebody's own stays.
uninstall-local:
	@cd $(srcdir)/conf && for file in *.conf plans/*.csv endpoints/*.mustache; do \
	  to='$(DESTDIR)$(sysconfdir)/dondoc'/$$file; \
	  if cmp -s "$$file" "$$to"; then rm -f "$$to"; fi; \
	done
	-rmdir '$(DESTDIR)$(sysconfdir)/dondoc/plans' '$(DESTDIR)$(sysconfdir)/dondoc/endpoints' '$(DESTDIR)$(sysconfdir)/dondoc' 2>/dev/null
PHONY += install-first-config

# The templates of mails, a folder a language.
templatesvidir = $(pkgdatadir)/templates/vi
templatesendir = $(pkgdatadir)/templates/en
dist_templatesvi_DATA = conf/templates/vi/answer.html.mustache conf/templates/vi/daily.html.mustache \
	conf/templates/vi/daily.subject.mustache conf/templates/vi/daily.txt.mustache \
	conf/templates/vi/foot.html.mustache conf/templates/vi/foot.txt.mustache \
	conf/templates/vi/immediate.html.mustache conf/templates/vi/immediate.subject.mustache \
	conf/templates/vi/immediate.txt.mustache conf/templates/vi/item.html.mustache \
	conf/templates/vi/item.txt.mustache conf/templates/vi/row.html.mustache \
	conf/templates/vi/row.txt.mustache conf/templates/vi/style.html.mustache
dist_templatesen_DATA = conf/templates/en/answer.html.mustache conf/templates/en/daily.html.mustache \
	conf/templates/en/daily.subject.mustache conf/templates/en/daily.txt.mustache \
	conf/templates/en/foot.html.mustache conf/templates/en/foot.txt.mustache \
	conf/templates/en/immediate.html.mustache conf/templates/en/immediate.subject.mustache \
	conf/templates/en/immediate.txt.mustache conf/templates/en/item.html.mustache \
	conf/templates/en/item.txt.mustache conf/templates/en/row.html.mustache \
	conf/templates/en/row.txt.mustache conf/templates/en/style.html.mustache
EXTRA_DIST += conf/templates/README.md

# What an event holds, by its type: the contract with who receives them.
schemasdir = $(pkgdatadir)/schemas
dist_schemas_DATA = conf/schemas/common.json \
	conf/schemas/incoming.json \
	conf/schemas/vn.dondoc.delivery.failed.json \
	conf/schemas/vn.dondoc.occurrence.collecting.json \
	conf/schemas/vn.dondoc.occurrence.discharged.json \
	conf/schemas/vn.dondoc.occurrence.due_soon.json \
	conf/schemas/vn.dondoc.occurrence.due_today.json \
	conf/schemas/vn.dondoc.occurrence.escalated.json \
	conf/schemas/vn.dondoc.occurrence.exempted.json \
	conf/schemas/vn.dondoc.occurrence.extended.json \
	conf/schemas/vn.dondoc.occurrence.half_way.json \
	conf/schemas/vn.dondoc.occurrence.listed.json \
	conf/schemas/vn.dondoc.occurrence.needs_person.json \
	conf/schemas/vn.dondoc.occurrence.opened.json \
	conf/schemas/vn.dondoc.occurrence.overdue.json \
	conf/schemas/vn.dondoc.occurrence.reopened.json \
	conf/schemas/vn.dondoc.occurrence.rescheduled.json \
	conf/schemas/vn.dondoc.occurrence.returned.json \
	conf/schemas/vn.dondoc.occurrence.triggered.json \
	conf/schemas/vn.dondoc.occurrence.withdrawn.json \
	conf/schemas/vn.dondoc.target.state_changed.json \
	conf/schemas/vn.dondoc.test.json \
	conf/schemas/vn.dondoc.trouble.json

# Built outside the source tree, the programs still find their data in conf/ beside them.
all-local: conf-links
conf-links:
	@test -e conf/templates || { $(MKDIR_P) conf && $(LN_S) $(abs_top_srcdir)/conf/templates \
		$(abs_top_srcdir)/conf/holidays.conf conf/; }
PHONY += conf-links
distclean-local: clean-conf-links
clean-conf-links:
	@if test -L conf/templates; then rm -f conf/templates conf/holidays.conf; fi
PHONY += clean-conf-links
