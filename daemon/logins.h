/* Whose login a uid is, without waiting for it.
 *
 * The name may come from a directory on the network (LDAP, NIS), and getpwuid waits for it. So a thread
 * asks; the loop goes on. Who is not named in time is "uid:1000": the number is the kernel's word and
 * cannot be forged, the name only reads better. */
#ifndef DAEMON_LOGINS_H
#define DAEMON_LOGINS_H

#include <sys/types.h>

#define LOGIN_SIZE 128 /* of a name and its NUL; a longer one is cut */

struct event_base;
struct login_ask;
struct logins;

/* On the loop, which must outlive it. Returns 0, ERR_NOMEM or ERR_IO. */
int logins_new(struct event_base *base, struct logins **out);

/* Called once, from the loop or from within logins_ask; login lasts as long as the call. */
typedef void (*login_fn)(const char *login, void *arg);

/* Names a uid: at once when that was asked within the last minutes, else when the answer is there, at
 * most after 2 seconds. *ask is set, until then, to what logins_forget takes; NULL when it has been
 * named already. Returns 0, or ERR_NOMEM: `named` is not called. */
int logins_ask(struct logins *logins, uid_t uid, login_fn named, void *arg, struct login_ask **ask);

/* Whoever asked does not want to know any more. Accepts NULL. */
void logins_forget(struct login_ask *ask);

/* Waits for no answer. Nobody asks any more. Accepts NULL. */
void logins_free(struct logins *logins);

#endif
