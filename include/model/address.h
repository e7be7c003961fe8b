/* Mail addresses: what may stand in an envelope. */
#ifndef MODEL_ADDRESS_H
#define MODEL_ADDRESS_H

#include <stdbool.h>

/* The longest address an envelope takes (RFC 5321 §4.5.3.1.3 less the angle brackets). */
#define ADDRESS_MAX 254

/* Whether the text is one bare address: a dot-string of at most 64 bytes, one "@", and a domain of
 * letters, digits and hyphens (RFC 5321 §4.1.2). ASCII only, no quoted local part, no comment, no
 * display name, no address literal: what an office types by mistake ("a@b@c", "a b@c", "a@b,c@d")
 * is refused. NULL is not valid. */
bool address_is_valid(const char *text);

/* Whether two addresses are one recipient: equal but for the case of ASCII letters. */
bool address_equal(const char *a, const char *b);

#endif
