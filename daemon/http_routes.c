/* What the HTTP server serves: one table. */
#include "daemon/hooks.h"
#include "daemon/http.h"
#include "daemon/http_answer.h"
#include "engine/answer.h"

const struct http_route http_routes[] = {
    {HTTP_POST, "/hooks/{incoming}", true, hooks_receive},
    {HTTP_GET, ANSWER_PATH "{token}", false, http_answer_show},
    {HTTP_POST, ANSWER_PATH "{token}", false, http_answer_send},
    {HTTP_GET, NULL, false, NULL},
};
