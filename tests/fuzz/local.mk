# Fuzz targets; make check replays their corpora and a fixed series of mutants.
tests_fuzz_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/fuzz
tests_fuzz_corpus = $(abs_top_srcdir)/tests/fuzz/corpus

check_PROGRAMS += tests/fuzz/fuzz_csv
TESTS += tests/fuzz/fuzz_csv
tests_fuzz_fuzz_csv_CPPFLAGS = $(tests_fuzz_cppflags) -DCORPUS='"$(tests_fuzz_corpus)/csv"'
tests_fuzz_fuzz_csv_LDADD = lib/libddimport.a $(XML_LIBS) $(ZIP_LIBS) $(DD_LIBS_LEVEL3)
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c tests/fuzz/replay.c tests/fuzz/fuzz.h

check_PROGRAMS += tests/fuzz/fuzz_targets
TESTS += tests/fuzz/fuzz_targets
tests_fuzz_fuzz_targets_CPPFLAGS = $(tests_fuzz_cppflags) -DCORPUS='"$(tests_fuzz_corpus)/targets"'
tests_fuzz_fuzz_targets_LDADD = lib/libddimport.a $(XML_LIBS) $(ZIP_LIBS) $(DD_LIBS_LEVEL3)
tests_fuzz_fuzz_targets_SOURCES = tests/fuzz/fuzz_targets.c tests/fuzz/replay.c tests/fuzz/fuzz.h

check_PROGRAMS += tests/fuzz/fuzz_conf
TESTS += tests/fuzz/fuzz_conf
tests_fuzz_fuzz_conf_CPPFLAGS = $(tests_fuzz_cppflags) $(CONFUSE_CFLAGS) \
	-DCORPUS='"$(tests_fuzz_corpus)/conf"'
tests_fuzz_fuzz_conf_LDADD = lib/libddconf.a $(CONFUSE_LIBS) $(DD_LIBS_LEVEL3)
tests_fuzz_fuzz_conf_SOURCES = tests/fuzz/fuzz_conf.c tests/fuzz/replay.c tests/fuzz/fuzz.h

EXTRA_DIST += tests/fuzz/corpus

check_PROGRAMS += tests/fuzz/fuzz_phrase
TESTS += tests/fuzz/fuzz_phrase
tests_fuzz_fuzz_phrase_CPPFLAGS = $(DD_TEST_CPPFLAGS)
tests_fuzz_fuzz_phrase_LDADD = lib/libddphrase.a $(DD_LIBS_LEVEL2)
tests_fuzz_fuzz_phrase_SOURCES = tests/fuzz/fuzz_phrase.c tests/corpus/golden.c tests/corpus/golden.h

# Documents: one source, a target for the parts of each format and one for whole files.
tests_fuzz_document_sources = tests/fuzz/fuzz_document.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_document_libs = lib/libddimport.a $(XML_LIBS) $(ZIP_LIBS) $(DD_LIBS_LEVEL3)
check_PROGRAMS += tests/fuzz/fuzz_document tests/fuzz/fuzz_docx tests/fuzz/fuzz_ods tests/fuzz/fuzz_xlsx
TESTS += tests/fuzz/fuzz_document tests/fuzz/fuzz_docx tests/fuzz/fuzz_ods tests/fuzz/fuzz_xlsx
tests_fuzz_fuzz_document_SOURCES = $(tests_fuzz_document_sources)
tests_fuzz_fuzz_document_LDADD = $(tests_fuzz_document_libs)
tests_fuzz_fuzz_document_CPPFLAGS = $(tests_fuzz_cppflags) -DCORPUS='"$(tests_fuzz_corpus)/document"'
tests_fuzz_fuzz_docx_SOURCES = $(tests_fuzz_document_sources) tests/fuzz/parts_docx.h
tests_fuzz_fuzz_docx_LDADD = $(tests_fuzz_document_libs)
tests_fuzz_fuzz_docx_CPPFLAGS = $(tests_fuzz_cppflags) $(ZIP_CFLAGS) \
	-include $(top_srcdir)/tests/fuzz/parts_docx.h -DCORPUS='"$(tests_fuzz_corpus)/docx"'
tests_fuzz_fuzz_ods_SOURCES = $(tests_fuzz_document_sources) tests/fuzz/parts_ods.h
tests_fuzz_fuzz_ods_LDADD = $(tests_fuzz_document_libs)
tests_fuzz_fuzz_ods_CPPFLAGS = $(tests_fuzz_cppflags) $(ZIP_CFLAGS) \
	-include $(top_srcdir)/tests/fuzz/parts_ods.h -DCORPUS='"$(tests_fuzz_corpus)/ods"'
tests_fuzz_fuzz_xlsx_SOURCES = $(tests_fuzz_document_sources) tests/fuzz/parts_xlsx.h
tests_fuzz_fuzz_xlsx_LDADD = $(tests_fuzz_document_libs)
tests_fuzz_fuzz_xlsx_CPPFLAGS = $(tests_fuzz_cppflags) $(ZIP_CFLAGS) \
	-include $(top_srcdir)/tests/fuzz/parts_xlsx.h -DCORPUS='"$(tests_fuzz_corpus)/xlsx"'

# The samples that people can read are its corpus.
check_PROGRAMS += tests/fuzz/fuzz_edxml
TESTS += tests/fuzz/fuzz_edxml
tests_fuzz_fuzz_edxml_CPPFLAGS = $(tests_fuzz_cppflags) -DCORPUS='"$(abs_top_srcdir)/tests/corpus/edxml"'
tests_fuzz_fuzz_edxml_LDADD = lib/libddimport.a $(XML_LIBS) $(ZIP_LIBS) $(DD_LIBS_LEVEL3)
tests_fuzz_fuzz_edxml_SOURCES = tests/fuzz/fuzz_edxml.c tests/fuzz/replay.c tests/fuzz/fuzz.h

check_PROGRAMS += tests/fuzz/fuzz_answer
TESTS += tests/fuzz/fuzz_answer
tests_fuzz_fuzz_answer_CPPFLAGS = $(tests_fuzz_cppflags) -DCORPUS='"$(tests_fuzz_corpus)/answer"'
tests_fuzz_fuzz_answer_LDADD = lib/libddmodel.a $(DD_LIBS_LEVEL1)
tests_fuzz_fuzz_answer_SOURCES = tests/fuzz/fuzz_answer.c tests/fuzz/replay.c tests/fuzz/fuzz.h
