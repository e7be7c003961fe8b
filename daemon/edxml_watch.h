/* Watches the folder that the e-office puts its edXML files into, and acts upon what comes there.
 *
 * A file is acted upon once its XML is complete, whatever way it came; one that is not XML is refused once
 * nobody writes into it any more. Acting comes before moving: who is killed in between finds the file
 * again, and its id says that it was here. */
#ifndef DAEMON_EDXML_WATCH_H
#define DAEMON_EDXML_WATCH_H

#include "daemon/app.h"

struct edxml_watch;

/* Watches nothing yet. Returns 0 or ERR_NOMEM. */
int edxml_watch_new(struct app *app, struct edxml_watch **out);
/* Watches the folder that the app's present settings name, or none. What lies there is looked at soon. A
 * folder that cannot be watched is told to the administrator, and tried again. */
void edxml_watch_follow(struct edxml_watch *watch);
/* Accepts NULL. */
void edxml_watch_free(struct edxml_watch *watch);

#endif
