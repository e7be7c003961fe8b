/* What the channels on a transfer see of it: curl handles in, results out. Private to lib/send. */
#ifndef LIB_SEND_MULTI_H
#define LIB_SEND_MULTI_H

#include <curl/curl.h>

#include "lib/send/lanes.h"
#include "send/transfer.h"

struct transfer_job {
    struct lane_item item;
    CURL *easy; /* set by start, or before transfer_add; CURLOPT_PRIVATE is the transfer's */
    bool added;
    /* The job's turn has come: sets up easy. An error: nothing was started, the job is forgotten by
     * the transfer and has answered already. Only for queued jobs. */
    int (*start)(struct transfer_job *job);
    /* Ended. A queued job's easy has been taken off the multi; an added one's is still on it. */
    void (*done)(struct transfer_job *job, CURLcode code);
    /* Not started, because the delivery before it to the same destination was not answered. Only
     * for queued jobs. */
    void (*passed_over)(struct transfer_job *job);
};

/* Queues a job for the destination of that key; its functions are called from the loop only.
 * Returns 0 or ERR_NOMEM. */
int transfer_queue(struct transfer *transfer, const char *key, size_t key_len,
                   struct transfer_job *job);

/* Starts job->easy at once, beside the queues. Returns 0 or ERR_NOMEM. */
int transfer_add(struct transfer *transfer, struct transfer_job *job);

/* Breaks a job off, queued, under way or (added) done; nothing of it is called any more. */
void transfer_drop(struct transfer *transfer, struct transfer_job *job);

/* A handle as curl_easy_init gives it, perhaps one that served before (with its connections still
 * open). NULL when memory is short. */
CURL *transfer_easy_take(struct transfer *transfer);
/* Gives it back for the next; what its options point to is not touched any more. NULL is fine. */
void transfer_easy_give(struct transfer *transfer, CURL *easy);

/* The options every handle has: time limits, no proxy, no signals, no redirects, TLS verified
 * (with the CAs of ca_file when it is not NULL), only the protocols named. Returns 0 or
 * ERR_NOMEM. */
int transfer_set_up(const struct transfer *transfer, CURL *easy, const char *protocols,
                    const char *ca_file);

struct event_base *transfer_base(const struct transfer *transfer);
const struct transfer_options *transfer_limits(const struct transfer *transfer);

/* What went wrong, in the user's language; static. */
const char *transfer_error_text(CURLcode code);

#endif
