# Sample configuration, holidays and the sample plans. They are installed as a sample; the first
# installation also puts them where the daemon looks, and no later one touches them there.
sampledir = $(pkgdatadir)/conf
sampleplansdir = $(sampledir)/plans
dist_sample_DATA = conf/dondoc.conf conf/holidays.conf conf/policy.conf conf/reporting.conf \
	conf/departments.conf conf/plans.conf
dist_sampleplans_DATA = conf/plans/000-kstthc-2022-stnmt-soctrang.csv \
	conf/plans/001-cchc-2024-stnmt-soctrang.csv conf/plans/002-kstthc-2021-stp-soctrang.csv \
	conf/plans/003-motcua-2022-stnmt-soctrang.csv conf/plans/004-kstthc-2022-skhdt-langson.csv
EXTRA_DIST += conf/demo.conf .gitattributes

install-data-local: install-first-config
install-first-config:
	$(MKDIR_P) '$(DESTDIR)$(sysconfdir)/dondoc/plans'
	@cd $(srcdir)/conf && for file in *.conf plans/*.csv; do \
	  to='$(DESTDIR)$(sysconfdir)/dondoc'/$$file; \
	  test "$$file" = demo.conf || test -e "$$to" || $(INSTALL_DATA) "$$file" "$$to" || exit 1; \
	done
# What was never changed goes; what is somebody's own stays.
uninstall-local:
	@cd $(srcdir)/conf && for file in *.conf plans/*.csv; do \
	  to='$(DESTDIR)$(sysconfdir)/dondoc'/$$file; \
	  if cmp -s "$$file" "$$to"; then rm -f "$$to"; fi; \
	done
	-rmdir '$(DESTDIR)$(sysconfdir)/dondoc/plans' '$(DESTDIR)$(sysconfdir)/dondoc' 2>/dev/null
PHONY += install-first-config
