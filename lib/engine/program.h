/* Which program this is: a hash of all sources of the library. Another one may read the same plan
 * otherwise, so it loads all plans once (fingerprint.h). */
#ifndef ENGINE_PROGRAM_H
#define ENGINE_PROGRAM_H

extern const char program_sources[]; /* program.c is made by the build */

#endif
