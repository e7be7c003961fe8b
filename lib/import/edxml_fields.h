/* Where one stands in an edXML message, and what its elements put into a struct edxml. */
#ifndef IMPORT_EDXML_FIELDS_H
#define IMPORT_EDXML_FIELDS_H

#include "base/buf.h"
#include "import/edxml.h"

enum edxml_place {
    PLACE_ROOT,
    PLACE_IGNORED, /* an element that is not ours to know, and all within it */
    PLACE_EDXML,
    PLACE_ENVELOPE,
    PLACE_SOAP,
    PLACE_SOAP_BODY,
    PLACE_HEADER, /* edXMLHeader, or SOAP's Header */
    PLACE_MESSAGE,
    PLACE_STATUS,
    PLACE_FROM,
    PLACE_TO,
    PLACE_CODE,
    PLACE_PROMULGATION,
    PLACE_TYPE,
    PLACE_RESPONSE,
    PLACE_STAFF,
    PLACE_TRACES,
    PLACE_BUSINESS,
    PLACE_BODY,
    PLACE_MANIFEST,
    PLACE_SIGNATURE,
    PLACE_LEAF, /* an element that holds a value */
};

struct edxml_leaf;

struct edxml_fields {
    struct edxml *out;
    const char *name; /* of the file, in findings */
    struct diag *diag;
    enum edxml_place stack[EDXML_MAX_DEPTH + 1];
    int depth; /* of the element at hand; 0: outside the root */
    bool has_message;
    unsigned seen_once; /* the single parts that were met */
    const struct edxml_leaf *leaf;
    int leaf_line;
    struct buf text;         /* of the leaf */
    char *due, *promulgated; /* as written, until the end */
    int message_line, promulgated_line;
};

/* Each returns 0 or an error of edxml_read, with its finding told. uri may be NULL. */
int edxml_fields_start(struct edxml_fields *fields, const char *local, const char *uri, int line);
int edxml_fields_text(struct edxml_fields *fields, const char *text, size_t len, int line);
int edxml_fields_stop(struct edxml_fields *fields);
/* At the end of the document: what must be there is there and fits together. */
int edxml_fields_finish(struct edxml_fields *fields);
/* Frees what it holds for itself, not *out. */
void edxml_fields_clear(struct edxml_fields *fields);

#endif
