/* The edXML messages that e-offices exchange over the national document axis: QCVN 102:2016/BTTTT.
 *
 * Read is the header: what the paper is, from whom, to whom, by when, in answer to what. Attachments
 * are passed over, signatures are seen and never trusted. */
#ifndef IMPORT_EDXML_H
#define IMPORT_EDXML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "cal/civil.h"

#define EDXML_NAMESPACE "http://www.mic.gov.vn/TBT/QCVN_102_2016"
#define EDXML_MAX_BYTES ((size_t)100 << 20) /* of a file, its attachments with it */
#define EDXML_MAX_TEXT ((size_t)32 << 10)   /* of one field */
#define EDXML_MAX_ID 300                    /* of a field that names something */
#define EDXML_MAX_ORGANS 2000
#define EDXML_MAX_RESPONSES 100
#define EDXML_MAX_DEPTH 40

enum edxml_kind {
    EDXML_DOCUMENT, /* MessageHeader */
    EDXML_STATUS,   /* Status: what became of a document that was sent */
};

/* BussinessDocType */
enum edxml_business { EDXML_NEW, EDXML_REVOKE, EDXML_UPDATE, EDXML_REPLACE };

struct edxml_organ {
    char *id; /* OrganId, e.g. "000.00.12.H51"; "" when it is missing */
    char *name;
};

/* A document that this one answers, or that a status is about. Fields that are missing are "". */
struct edxml_response {
    char *organ_id; /* who issued it */
    char *code;     /* "125/UBND-TH" */
    char *document_id;
    day_t promulgated; /* DAY_NONE: missing or not a date */
    int line;
};

/* Texts are tidied, NFC, and never NULL; "" when missing. */
struct edxml {
    enum edxml_kind kind;
    bool wrapped; /* came in a SOAP envelope */
    bool has_signature;
    size_t attachments;
    struct edxml_organ from;
    struct edxml_organ *to;
    size_t to_count;
    char *code_number, *code_notation;
    char *code;        /* "125/UBND-TH", made of the two; "" */
    day_t promulgated; /* DAY_NONE: not said */
    char *type_name;   /* "Công văn" */
    char *subject, *content;
    day_t due;    /* DAY_NONE: not said, the paper asks for nothing by a day */
    int due_line; /* 0: not said */
    struct edxml_response *responses;
    size_t response_count;
    char *document_id; /* as written, or made of organ, date and code as the standard makes it */
    enum edxml_business business;
    char *business_reason;
    char *business_document; /* the document that is revoked or changed; "" */
    char *status;            /* EDXML_STATUS: two digits */
    char *description;
    day_t status_on; /* day of its Timestamp; DAY_NONE */
    char *staff;     /* who set the status */
};

/* Reads one message from an open file (from where it stands, up to EDXML_MAX_BYTES). name is what
 * findings call the file. No network, no document type, no entities but XML's five: what declares
 * one is refused unread. A namespace other than the standard's, a field that stands twice, a date
 * that no calendar has, a header without sender or identity are errors with their line.
 * Returns 0 or, with a finding in diag (may be NULL): ERR_FORMAT (not XML, not edXML, not complete),
 * ERR_INVALID (a value), ERR_LIMIT (too large or too deep), ERR_IO; or ERR_NOMEM. out is
 * overwritten on success and untouched otherwise. */
int edxml_read(int fd, const char *name, struct edxml *out, struct diag *diag);
/* The same from memory. */
int edxml_read_text(const char *text, size_t len, const char *name, struct edxml *out,
                    struct diag *diag);
/* The same from a path; also ERR_NOT_FOUND, ERR_REFUSED (no permission). */
int edxml_read_file(const char *path, struct edxml *out, struct diag *diag);

/* Accepts NULL and zeroed. */
void edxml_clear(struct edxml *edxml);

/* What the standard calls a status code, in Vietnamese; NULL when it has none of that number. */
const char *edxml_status_text(const char *code);

#endif
