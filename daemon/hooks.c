#include "daemon/hooks.h"

#include "daemon/http.h"

void hooks_receive(struct http_call *call)
{
    http_problem(call, 503, "closed", "Webhooks are not taken in yet", NULL);
}
