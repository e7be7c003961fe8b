/* One XML part of an office document, read node by node. */
#ifndef IMPORT_XML_H
#define IMPORT_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/import/archive.h"

#define XML_MAX_DEPTH 200

struct xml;

enum xml_node { XML_END_OF_PART, XML_START, XML_STOP, XML_TEXT };

/* Opens a part (an entry of the archive). No document type, no entities but the five, no network.
 * Returns 0, ERR_NOT_FOUND (no finding), or what archive_entry_open returns. */
int xml_open(struct archive *archive, const char *part, struct xml **out);
/* Accepts NULL. */
void xml_close(struct xml *xml);

/* Goes to the next node of interest. Every XML_START has its XML_STOP, also that of an empty element.
 * Returns 0, or after one finding ERR_FORMAT (not well-formed), ERR_LIMIT, ERR_NOMEM. */
int xml_next(struct xml *xml, enum xml_node *out);

/* Whether the element at hand has that local name, whatever its prefix. */
bool xml_is(const struct xml *xml, const char *name);
/* The local name of the element at hand. */
const char *xml_name(const struct xml *xml);
/* Whether the namespace of the element at hand holds that text. */
bool xml_in(const struct xml *xml, const char *part_of_namespace);
/* The attribute of that local name, NULL when it is not there; valid until the next call here.
 * Only at XML_START. */
const char *xml_attribute(struct xml *xml, const char *name);
/* The same as a number; missing or no number: fallback; beyond min … max: the nearer of them. */
int xml_number(struct xml *xml, const char *name, int min, int max, int fallback);
/* The text of an XML_TEXT, UTF-8. */
const char *xml_text(const struct xml *xml);
/* How deep the element at hand stands; the root is 1. */
int xml_depth(const struct xml *xml);
/* Right after XML_START of an element: goes on to its XML_STOP. Same errors. */
int xml_skip(struct xml *xml);

#endif
