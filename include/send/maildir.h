/* Mail into a Maildir: the embedded default, which needs no server.
 *
 * The file's name comes from the message's id alone, so that a repeat after a crash meets the
 * first copy, in new/ or in cur/ (whatever flags a reader added), and leaves it as it is: none
 * twice. A mail is on the disk before it is called delivered. What a writer that died left in tmp/ is removed
 * after 36 hours, as maildir(5) says. */
#ifndef SEND_MAILDIR_H
#define SEND_MAILDIR_H

#include <stddef.h>

#include "send/channel.h"

struct event_base;

/* Makes a channel for SEND_MAIL that delivers on the loop, which must outlive it. The Maildir
 * (path, path/tmp, path/new, path/cur) is made at the first delivery if it is missing; its parent
 * must exist. Trouble with the disk (full, read-only, no permission) is SEND_RETRY with
 * unreachable set. Returns 0, ERR_NOMEM, or ERR_INVALID (an empty path or one too long). */
int maildir_channel_new(struct event_base *base, const char *path, struct channel **channel);

/* Writes the file name of a message id to name (size at least MAILDIR_NAME_SIZE). Different ids
 * have different names; a name holds only letters, digits and "._-@=+%", never begins with a dot.
 * Returns 0 or ERR_INVALID (an empty id or one over 1000 bytes). */
#define MAILDIR_NAME_SIZE 256
int maildir_name(const char *id, char *name, size_t size);

#endif
