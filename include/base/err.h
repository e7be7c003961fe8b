/* The error codes every function of the library returns, and their text. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* A function that can fail returns 0 or one of these. Outputs are untouched when it is not 0. */
enum err {
    ERR_OK = 0,
    ERR_NOMEM = -1,      /* memory could not be had */
    ERR_INVALID = -2,    /* an argument or a value from outside is not what it must be */
    ERR_RANGE = -3,      /* a number or date lies outside what is supported */
    ERR_LIMIT = -4,      /* a ceiling (buffer, count, depth) was reached */
    ERR_NOT_FOUND = -5,  /* what was named does not exist */
    ERR_EXISTS = -6,     /* what was to be made exists already */
    ERR_FORMAT = -7,     /* outside text or data is not well formed; a diag says where */
    ERR_IO = -8,         /* reading or writing failed; errno was kept where it helps */
    ERR_BUSY = -9,       /* somebody else holds it; later may do */
    ERR_READ_ONLY = -10, /* it cannot be written */
    ERR_NO_SPACE = -11,  /* the disk is full */
    ERR_CORRUPT = -12,   /* stored data is damaged */
    ERR_NEWER = -13,     /* stored data is from a newer version of dondoc */
    ERR_REFUSED = -14,   /* understood, but not allowed in the present state */
    ERR_INTERNAL = -15,  /* a mistake of ours */
};

/* What the code says, in the user's language; never NULL, static. Unknown codes have a text too. */
const char *err_text(int err);

#endif
